"""The judge of calls on trial: evidence with one thing wrong about a call is found out, and said to be just that."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.checker import Evidence, violations
from tests.faults.test_checker import ALICE, BOB, CALL, COMPLETED, GROUP, call, call_ended, evidence


def recorded(run: Evidence, **fields: object) -> None:
    run.record.calls[CALL] = replace(run.record.calls[CALL], **fields)  # type: ignore[arg-type]


def never_ended(run: Evidence) -> None:
    recorded(run, state="active", reason=None)


def still_there(run: Evidence) -> None:
    recorded(run, participants={ALICE: "left", BOB: "reconnecting"})


def ended_twice(run: Evidence) -> None:
    run.record.logs[GROUP].append(replace(run.record.logs[GROUP][5], seq=7))


def ended_in_silence(run: Evidence) -> None:
    del run.record.logs[GROUP][5]


def logged_otherwise(run: Evidence) -> None:
    about = {"call": CALL, **COMPLETED, "end_reason": "missed"}
    run.record.logs[GROUP][5] = replace(run.record.logs[GROUP][5], delta=about)


def another_reason(run: Evidence) -> None:
    run.seen[1].copy.entries[GROUP][6] = call_ended(end_reason="missed")


def another_duration(run: Evidence) -> None:
    run.seen[1].copy.entries[GROUP][6] = call_ended(duration_s=8)


def told_another_reason(run: Evidence) -> None:
    run.journal.note("p1.0", "frame", frame=call(4, "ended", reason="missed"))


def still_live_to_a_device(run: Evidence) -> None:
    run.seen[1].copy.calls[CALL] = call(2, "active")["call"]


def unlike_another_of_its_version(run: Evidence) -> None:
    run.journal.note("p1.0", "frame", frame=call(2, "ringing"))


def live_again(run: Evidence) -> None:
    run.journal.note("p1.0", "frame", frame=call(4, "active"))


def live_before_a_later_end(run: Evidence) -> None:
    """It came back to life and ended once more, as the record has it."""
    recorded(run, version=5)
    run.journal.note("p1.0", "frame", frame=call(4, "active"))


def welcomed_to_the_past(run: Evidence) -> None:
    welcome = {"type": "welcome", "conversations": [], "calls": [call(2, "active")["call"]]}
    run.journal.note("p1.0", "frame", frame=welcome)


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (never_ended, "is active although everybody hung up"),
        (still_there, "is reconnecting in call, which has ended"),
        (ended_twice, "is logged at [6, 7]"),
        (ended_in_silence, "is logged at []"),
        (logged_otherwise, "the log has call ended as ('missed', 7)"),
        (another_reason, "p1.0 has call ended as ('missed', 7)"),
        (another_duration, "p1.0 has call ended as ('completed', 8)"),
        (told_another_reason, "p1.0 was told that call ended as missed"),
        (still_live_to_a_device, "p1.0 knows"),
        (unlike_another_of_its_version, "p1.0 was told {"),
        (live_again, "is active after its end"),
        (live_before_a_later_end, "is active after its end"),
        (welcomed_to_the_past, "p1.0 was welcomed to call"),
    ],
)
def test_what_is_wrong_about_a_call_is_found(spoil: Callable[[Evidence], None], finding: str) -> None:
    run = evidence()
    spoil(run)
    assert any(said.startswith("I6") and finding in said for said in violations(run))
