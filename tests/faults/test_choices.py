"""A seed is a run: the clients choose the same again, whatever they meet."""

from itertools import islice

from tests.faults.choices import WEIGHTS, Step, steps


def drawn(seed: int, name: str) -> list[Step]:
    return list(islice(steps(seed, name), 500))


def test_a_seed_chooses_the_same_again() -> None:
    assert drawn(7, "p1") == drawn(7, "p1")


def test_another_seed_or_client_chooses_otherwise() -> None:
    assert len({tuple(drawn(seed, name)) for seed in (7, 8) for name in ("p0", "p1")}) == 4


def test_everything_is_done() -> None:
    assert {step.kind for step in drawn(7, "p0")} == set(WEIGHTS)
