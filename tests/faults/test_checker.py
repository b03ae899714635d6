"""The judge on trial: evidence with one thing wrong is found out."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.checker import Evidence, Seen, violations
from tests.faults.journal import Journal
from tests.faults.line import Copy, Frame
from tests.faults.record import Call, Entry, Record, Said

GROUP, ROOM = "group", "room"
ALICE, BOB = "user-a", "user-b"
NAMES = {ALICE: "p0", BOB: "p1"}
CALL = "call"
COMPLETED = {"end_reason": "completed", "duration_s": 7}


def message(seq: int, **fields: object) -> Frame:
    made: Frame = {
        "type": "message",
        "id": f"m{seq}",
        "conversation": GROUP,
        "seq": seq,
        "at": "",
        "actor": ALICE,
    }
    return {**made, "client_id": f"c{seq}", "body": f"b{seq}", "reply_to": None, **fields}


def joined(seq: int, user: str, kind: str = "member_joined") -> Frame:
    return {"type": kind, "conversation": GROUP, "seq": seq, "at": "", "actor": ALICE, "user": user}


def call_ended(seq: int = 6, **fields: object) -> Frame:
    made: Frame = {"type": "call_ended", "conversation": GROUP, "seq": seq, "at": "", "actor": ALICE}
    return {**made, "call": CALL, **COMPLETED, **fields}


def call(version: int, state: str, *, device: bool = False, reason: str | None = None) -> Frame:
    """Return the frame that says how Alice's call with Bob stands; `device`: to the one with which he takes part."""
    people = [
        {"id": user, "user": user, "state": state, "device": device and user == BOB} for user in (ALICE, BOB)
    ]
    about = {"id": CALL, "version": version, "state": state, "participants": people, "end_reason": reason}
    return {"type": "call", "call": about}


def call_frames(*, device: bool) -> list[Frame]:
    """It rings, is answered and ends; one that was overtaken comes last."""
    over = call(3, "ended", reason="completed")
    return [call(1, "ringing"), over, call_ended(), call(2, "active", device=device)]


def evidence() -> Evidence:
    """Alice says 1; Bob is removed at 2; Alice says 3, and 5 after Bob came back at 4; they have a call until 6."""
    log = [
        Entry(1, "message", ALICE, "m1", {}),
        Entry(2, "member_left", ALICE, None, {"user": BOB}),
        Entry(3, "message", ALICE, "m3", {}),
        Entry(4, "member_joined", ALICE, None, {"user": BOB}),
        Entry(5, "message", ALICE, "m5", {}),
        Entry(6, "call_ended", ALICE, None, {"call": CALL, **COMPLETED}),
    ]
    said = [Said(f"m{seq}", GROUP, seq, ALICE, f"c{seq}", f"b{seq}", None) for seq in (1, 3, 5)]
    record = Record(
        heads={GROUP: 6, ROOM: 0},
        logs={GROUP: log, ROOM: []},
        messages={each.id: each for each in said},
        members={GROUP: {ALICE: 1, BOB: 4}, ROOM: {}},
        calls={CALL: Call(CALL, "ended", "completed", 3, 6, 7, {ALICE: "left", BOB: "left"})},
    )
    journal = Journal()
    entries = [message(1), joined(2, BOB, "member_left"), message(3), joined(4, BOB), message(5)]
    for seq in (1, 3, 5):
        journal.note(
            "p0", "ack", message=f"m{seq}", client_id=f"c{seq}", body=f"b{seq}", conversation=GROUP, seq=seq
        )
    return Evidence(
        journal,
        record,
        [
            Seen("p0.0", ALICE, told(journal, "p0.0", 1, [*entries, *call_frames(device=False)])),
            Seen("p1.0", BOB, his(journal, [*entries, *call_frames(device=True)])),
        ],
        NAMES,
        [GROUP],
        ROOM,
    )


def told(journal: Journal, who: str, start: int, entries: list[Frame]) -> Copy:
    copy = Copy()
    copy.begin(GROUP, start)
    for entry in entries:
        journal.note(who, "frame", frame=entry)
        copy.take(entry)
    return copy


def his(journal: Journal, entries: list[Frame]) -> Copy:
    return told(journal, "p1.0", 1, [*entries[:2], *entries[3:]])


def lost(run: Evidence) -> None:
    del run.record.messages["m3"]


def unlogged(run: Evidence) -> None:
    run.record.logs[GROUP][2] = replace(run.record.logs[GROUP][2], message="m9")


def renumbered(run: Evidence) -> None:
    run.record.logs[GROUP][4] = replace(run.record.logs[GROUP][4], seq=7)


def head_off(run: Evidence) -> None:
    run.record.heads[GROUP] = 7


def another_order(run: Evidence) -> None:
    run.seen[1].copy.entries[GROUP][5] = message(5, id="m3")


def incomplete(run: Evidence) -> None:
    del run.seen[0].copy.entries[GROUP][3]


def stale(run: Evidence) -> None:
    run.seen[0].copy.entries[GROUP][3] = message(3, body="older")


def said_twice(run: Evidence) -> None:
    run.journal.note("p0", "ack", message="m5", client_id="c3", body="b5", conversation=GROUP, seq=5)


def duplicated(run: Evidence) -> None:
    run.record.messages["m7"] = replace(run.record.messages["m5"], id="m7")


def overheard(run: Evidence) -> None:
    run.journal.note("p1.0", "frame", frame=message(3))


def quoted(run: Evidence) -> None:
    reply = {"id": "m1", "sender": ALICE, "excerpt": "b1"}
    run.journal.note("p1.0", "frame", frame=message(5, reply_to=reply))


def overheard_in_the_room(run: Evidence) -> None:
    run.journal.note("p1", "left", conversation=ROOM, head=0)
    run.journal.note("p1.0", "frame", frame=message(1, conversation=ROOM))


def broken(run: Evidence) -> None:
    run.journal.note("p1", "failed", call="POST /api/conversations")


def test_a_run_without_fault_is_not_faulted() -> None:
    assert violations(evidence()) == []


@pytest.mark.parametrize(
    ("spoil", "invariant"),
    [
        (lost, "I1"),
        (unlogged, "I1"),
        (renumbered, "I2"),
        (head_off, "I2"),
        (another_order, "I2"),
        (incomplete, "I3"),
        (stale, "I3"),
        (said_twice, "I4"),
        (duplicated, "I4"),
        (overheard, "I5"),
        (quoted, "I5"),
        (overheard_in_the_room, "I5"),
        (broken, "the server answered 500"),
    ],
)
def test_what_is_wrong_is_found(spoil: Callable[[Evidence], None], invariant: str) -> None:
    run = evidence()
    spoil(run)
    assert any(violation.startswith(invariant) for violation in violations(run))
