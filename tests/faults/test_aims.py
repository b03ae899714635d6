"""What `make test-faults` fails for besides violations, and how it keeps its time."""

import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.faults import __main__ as command
from tests.faults import figures
from tests.faults.aims import AIMS, missed
from tests.faults.fault import LONG, SHORT
from tests.faults.faults import BY_NAME
from tests.faults.journal import Event, Journal
from tests.faults.report import STORM
from tests.faults.trial import Outcome


def said(*events: tuple[float, str, str]) -> Journal:
    """Return a journal in which p0 says `m`, and `p1.0` comes, goes and is sent it."""
    about: dict[str, dict[str, Any]] = {
        "ack": {"message": "m", "client_id": "c"},
        "try": {"client_id": "c"},
        "frame": {"frame": {"type": "message", "id": "m"}},
    }
    return Journal([Event(at, who, kind, about.get(kind, {})) for at, who, kind in events])


def test_a_late_push_counts_for_whoever_was_connected() -> None:
    journal = said((1, "p1.0", "open"), (2, "p0", "try"), (3, "p0", "ack"), (7.5, "p1.0", "frame"))
    found = figures.of(journal, 2.0, 2.5)
    assert (found["longest delivery"], found["live again"]) == (4.5, 0.5)
    assert (found["sends again"], found["longest wait"]) == (0.5, 1.0)


@pytest.mark.parametrize("between", ["closed", "open"])
def test_a_late_push_counts_for_nobody_who_came_later(between: str) -> None:
    journal = said(
        (1, "p1.0", "open"), (2, "p0", "try"), (3, "p0", "ack"), (4, "p1.0", between), (7, "p1.0", "frame")
    )
    assert figures.of(journal, 2.0, 2.5)["longest delivery"] == 0.0


def test_a_figure_worse_than_promised_is_named() -> None:
    for aim in AIMS:
        fault = aim.faults[0] if aim.faults else "Nothing"
        assert not missed([Outcome(fault, 1, [], figures={aim.figure: aim.seconds})])
        [sentence] = missed([Outcome(fault, 1, [], figures={aim.figure: aim.seconds + 1})])
        assert sentence.startswith(aim.what)


def test_every_aim_names_faults_that_are_run() -> None:
    assert {fault for aim in AIMS for fault in aim.faults} <= {*BY_NAME, STORM}


@pytest.mark.parametrize(("seconds", "form"), [(0.0, SHORT), (1e6, LONG)])
def test_each_fault_is_run_in_the_time_that_there_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seconds: float, form: int
) -> None:
    ran: list[tuple[str, int]] = []

    def once(machines: None, name: str, seed: int, form: int, kept: Path, deadline: float) -> Outcome:
        ran.append((name, form))
        return Outcome(name, seed, [])

    monkeypatch.setattr(command, "_stage", nullcontext)
    monkeypatch.setattr(command, "_once", once)
    chosen = ["WebKilled", "RedisKilled"] if seconds else None
    names = chosen or [name for name in command.NAMES if command._can_be_run(name)]
    assert len(list(command._runs(chosen, 1, tmp_path, time.monotonic() + seconds))) == len(names)
    assert ran == [(name, form) for name in names]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "not run: the time was over"), (1e6, "not over within 150 s")]
)
def test_a_run_without_time_is_a_violation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seconds: float, said: str
) -> None:
    def run(*arguments: object) -> Outcome:
        raise TimeoutError

    monkeypatch.setattr(command, "_run", run)
    monkeypatch.setattr(command, "_stage", nullcontext)
    [outcome] = command._runs(["WebKilled"], 1, tmp_path, time.monotonic() + seconds)
    assert outcome.violations == [said]
