"""Mutants apply to the code as it is, and name tests that are there."""

from pathlib import Path

from tools.check_mutants import mutants, problems


def test_every_mutant_applies() -> None:
    assert problems() == []


def test_each_breach_of_the_promise_has_one() -> None:
    assert len(mutants()) == 11


def test_a_mutant_that_does_not_apply_is_named(tmp_path: Path) -> None:
    found = problems(tmp_path)
    assert len([problem for problem in found if "does not apply any more" in problem]) == len(mutants())


def test_a_killer_that_is_gone_is_named(tmp_path: Path) -> None:
    assert any("there is no tests/" in problem for problem in problems(tmp_path))
