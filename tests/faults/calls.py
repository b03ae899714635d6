"""I6: a call ends on every device with the same state and reason, once and for all."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.faults.journal import Journal
from tests.faults.line import Frame

if TYPE_CHECKING:
    from tests.faults.checker import Evidence

ENDED = "ended"
PRESENT = frozenset({"ringing", "joined", "reconnecting"})


def ended_alike(run: "Evidence") -> Iterator[str]:
    checks = (_over, _logged_once, _logged_alike, _known_alike, _told_alike, _over_for_good)
    return (violation for check in checks for violation in check(run))


def _over(run: "Evidence") -> Iterator[str]:
    for call in run.record.calls.values():
        if call.state != ENDED:
            yield f"I6 {call.id} is {call.state} although everybody hung up"
            continue
        for user, state in call.participants.items():
            if state in PRESENT:
                yield f"I6 {run.names.get(user)} is {state} in {call.id}, which has ended"


def _logged_once(run: "Evidence") -> Iterator[str]:
    ends = [entry for log in run.record.logs.values() for entry in log if entry.type == "call_ended"]
    for call in run.record.calls.values():
        mine = [entry for entry in ends if entry.delta["call"] == call.id]
        if call.state == ENDED and [entry.seq for entry in mine] != [call.seq]:
            yield f"I6 the end of {call.id} at {call.seq} is logged at {[entry.seq for entry in mine]}"
    yield from (f"I6 the log {said}" for entry in ends for said in _otherwise(run, entry.delta))


def _logged_alike(run: "Evidence") -> Iterator[str]:
    for seen in run.seen:
        for entries in seen.copy.entries.values():
            for frame in entries.values():
                if frame["type"] == "call_ended":
                    yield from (f"I6 {seen.name} {said}" for said in _otherwise(run, frame))


def _otherwise(run: "Evidence", about: Frame) -> Iterator[str]:
    call = run.record.calls.get(about["call"])
    recorded = None if call is None else (call.reason, call.duration_s)
    logged = about["end_reason"], about["duration_s"]
    if logged != recorded:
        yield f"has {about['call']} ended as {logged}, and the record as {recorded}"


def _known_alike(run: "Evidence") -> Iterator[str]:
    """Compare what each device knows in the end, by whatever it was told."""
    for seen in run.seen:
        for known in seen.copy.calls.values():
            call = run.record.calls.get(known["id"])
            if call is None or (known["state"], known["end_reason"]) != (call.state, call.reason):
                yield f"I6 {seen.name} knows {known}, and the record {call}"


def _told_alike(run: "Evidence") -> Iterator[str]:
    """Two states of one version are one state, and no state that has ended has another reason than the record."""
    first: dict[tuple[str, int], tuple[str, Frame]] = {}
    for who, _, told in _told(run.journal):
        call, state = run.record.calls.get(told["id"]), _for_everybody(told)
        if told["state"] == ENDED and (call is None or told["end_reason"] != call.reason):
            yield f"I6 {who} was told that {told['id']} ended as {told['end_reason']}, and the record says {call}"
        other, known = first.setdefault((told["id"], told["version"]), (who, state))
        if known != state:
            yield f"I6 {who} was told {state}, and {other} {known}"


def _over_for_good(run: "Evidence") -> Iterator[str]:
    """A state of before may come late, with its lower version; a welcome is read anew, and may not."""
    ends = {call.id: call.version for call in run.record.calls.values() if call.state == ENDED}
    for _, _, told in _told(run.journal):
        if told["state"] == ENDED:
            ends[told["id"]] = min(told["version"], ends.get(told["id"], told["version"]))
    knew: set[tuple[str, str]] = set()
    for who, how, told in _told(run.journal):
        if told["state"] == ENDED:
            knew.add((who, told["id"]))
        elif told["version"] > ends.get(told["id"], told["version"]):
            yield f"I6 {who} was told that {told['id']} is {told['state']} after its end"
        elif how == "welcome" and (who, told["id"]) in knew:
            yield f"I6 {who} was welcomed to {told['id']}, of whose end it knew"


def _told(journal: Journal) -> Iterator[tuple[str, str, Frame]]:
    """Yield each state of a call that a device was sent, and with which kind of frame."""
    for event in journal.of("frame"):
        frame: Frame = event.about["frame"]
        if frame["type"] == "call":
            yield event.who, "call", frame["call"]
        elif frame["type"] == "welcome":
            yield from ((event.who, "welcome", call) for call in frame["calls"])


def _for_everybody(told: Frame) -> Frame:
    """Return a state without whose device it is."""
    people = [{**each, "device": None} for each in told["participants"]]
    return {**told, "participants": sorted(people, key=lambda each: str(each["id"]))}
