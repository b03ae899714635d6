"""The invariants I1 to I6 of a run, proved from the database and from what the clients saw, past the server.

Each check returns one sentence for every violation, which begins with the invariant's name.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.faults.calls import ended_alike
from tests.faults.journal import Event, Journal
from tests.faults.line import Copy, Frame
from tests.faults.record import Entry, Record

ABOUT_MESSAGES = frozenset({"message", "message_edited", "message_deleted", "reaction"})
FOR_EVER = 2**62


@dataclass(frozen=True)
class Seen:
    """What one device of `user` has put together."""

    name: str
    user: str
    copy: Copy


@dataclass(frozen=True)
class Evidence:
    """All there is to judge a run by. `names` maps user ids to the clients; `joined` are the groups whose history
    begins with one's own joining, `room` is the room.
    """

    journal: Journal
    record: Record
    seen: list[Seen]
    names: dict[str, str]
    joined: list[str]
    room: str

    @property
    def users(self) -> dict[str, str]:
        return {name: user for user, name in self.names.items()}


def violations(run: Evidence) -> list[str]:
    checks = (_acknowledged, _numbered, _complete, _once, _bounded, _room_bounded, ended_alike, _healthy)
    return [violation for check in checks for violation in check(run)]


def _acknowledged(run: Evidence) -> Iterator[str]:
    logged = {
        entry.message: (place, entry.seq)
        for place, log in run.record.logs.items()
        for entry in log
        if entry.type == "message"
    }
    for ack in run.journal.of("ack"):
        about = ack.about
        said = run.record.messages.get(about["message"])
        if said is None:
            yield f"I1 {ack.who} was acknowledged {about['client_id']}, which is not in the database"
        elif (said.conversation, said.seq) != (about["conversation"], about["seq"]):
            yield f"I1 {about['client_id']} of {ack.who} was acknowledged as {about['seq']} and is {said.seq}"
        elif logged.get(said.id) != (said.conversation, said.seq):
            yield f"I1 {about['client_id']} of {ack.who} is not in the log at {said.seq}"


def _numbered(run: Evidence) -> Iterator[str]:
    for place, log in run.record.logs.items():
        seqs = [entry.seq for entry in log]
        if seqs != list(range(1, len(seqs) + 1)):
            yield f"I2 the log of {place} is numbered {_gaps(seqs)}"
        if run.record.heads[place] != len(seqs):
            yield f"I2 the head of {place} is {run.record.heads[place]}, and the log has {len(seqs)} entries"
    for seen in run.seen:
        for place, entries in seen.copy.entries.items():
            recorded = {entry.seq: entry for entry in run.record.logs.get(place, [])}
            for seq, frame in entries.items():
                if seq not in recorded or not _same(recorded[seq], frame):
                    yield f"I2 {seen.name} has {frame['type']} at {seq} of {place}, the record {recorded.get(seq)}"


def _complete(run: Evidence) -> Iterator[str]:
    for seen in run.seen:
        for place, members in run.record.members.items():
            if seen.user not in members:
                continue
            start, head = members[seen.user], run.record.heads[place]
            held = seen.copy.entries.get(place, {})
            missing = [seq for seq in range(start, head + 1) if seq not in held]
            if missing:
                yield f"I3 {seen.name} lacks {missing[:5]} of {start}…{head} in {place}"
            else:
                yield from _state(run, seen, place, start)


def _state(run: Evidence, seen: Seen, place: str, start: int) -> Iterator[str]:
    """Compare what the log adds up to on a device with what the database says now."""
    bodies, reactions = _added_up(seen.copy.entries.get(place, {}), start)
    recorded = {
        said.id: said.body
        for said in run.record.messages.values()
        if said.conversation == place and said.seq >= start
    }
    for id_, body in recorded.items():
        if bodies.get(id_, "") != body:
            yield f"I3 {seen.name} reads {bodies.get(id_)!r} where the record says {body!r}, in {place}"
    # A deleted message shows no reactions, and what was reacted before one came is not in one's log.
    for (id_, user, emoji), on in reactions.items():
        if recorded.get(id_) is not None and on != ((id_, user, emoji) in run.record.reactions):
            yield f"I3 {seen.name} has {emoji} of {run.names.get(user)} as {on}, and the record has not"


def _added_up(
    entries: dict[int, Frame], start: int
) -> tuple[dict[str, str | None], dict[tuple[str, str, str], bool]]:
    bodies: dict[str, str | None] = {}
    reactions: dict[tuple[str, str, str], bool] = {}
    for seq in sorted(entries):
        frame = entries[seq]
        if seq < start:
            continue
        match frame["type"]:
            case "message":
                bodies[frame["id"]] = frame["body"]
            case "message_edited" if frame["message_id"] in bodies:
                bodies[frame["message_id"]] = frame["body"]
            case "message_deleted":
                bodies[frame["message_id"]] = None
            case "reaction":
                reactions[frame["message_id"], frame["user"], frame["emoji"]] = frame["on"]
    return bodies, reactions


def _once(run: Evidence) -> Iterator[str]:
    outcomes: dict[tuple[str, str], set[tuple[str, int]]] = {}
    bodies: dict[str, str] = {}
    for ack in run.journal.of("ack"):
        key = run.users[ack.who], ack.about["client_id"]
        outcomes.setdefault(key, set()).add((ack.about["message"], ack.about["seq"]))
        bodies[ack.about["message"]] = ack.about["body"]
    for (user, client_id), found in outcomes.items():
        if len(found) > 1:
            yield f"I4 {client_id} of {run.names[user]} was acknowledged as {sorted(found)}"
    counts = Counter((said.sender, said.client_id) for said in run.record.messages.values())
    yield from (f"I4 {key[1]} is {count} messages" for key, count in counts.items() if count > 1)
    # The clients say something else each time: the same body twice is one message said twice.
    said = Counter(frame for frame in bodies.values())
    yield from (f"I4 {body!r} is {count} messages" for body, count in said.items() if count > 1)


def _bounded(run: Evidence) -> Iterator[str]:
    """In groups of this history one may see from each of one's joinings to the leaving after it, and no more."""
    for place in run.joined:
        log = run.record.logs[place]
        quoted = {said.id: said.seq for said in run.record.messages.values()}
        spans = {user: _spans(log, user) for user in run.names}
        for who, frame in _received(run.journal, place):
            mine = spans[run.users[who.partition(".")[0]]]
            span = next((span for span in mine if span[0] <= frame["seq"] <= span[1]), None)
            if span is None:
                yield f"I5 {who} was sent {frame['type']} {frame['seq']} of {place}, and may see {mine}"
                continue
            reply = frame.get("reply_to")
            if reply is not None and quoted.get(reply["id"], 0) < span[0]:
                yield f"I5 {who} was shown a quotation from before {span[0]} of {place}, with {frame['seq']}"
        yield from _quoted_unseen(run, place, spans)


def _quoted_unseen(run: Evidence, place: str, spans: dict[str, list[tuple[int, int]]]) -> Iterator[str]:
    for said in run.record.messages.values():
        if said.conversation != place or said.quotes is None:
            continue
        start = max((span[0] for span in spans[said.sender] if span[0] <= said.seq), default=FOR_EVER)
        if run.record.messages[said.quotes].seq < start:
            yield f"I5 {run.names[said.sender]} quoted in {said.seq} of {place} what they could not see"


def _room_bounded(run: Evidence) -> Iterator[str]:
    """A room writes no entry for a leaving: its `ack` tells the head, above which nothing may come before a rejoin."""
    left: dict[str, int | None] = {}
    unsure: set[str] = set()
    for event in run.journal.events:
        client = event.who.partition(".")[0]
        if event.kind == "joining":
            left[client] = None
        elif event.kind == "left":
            left[client] = event.about["head"]
        elif event.kind == "lost" and event.about["doing"] == "room":
            # It may yet come about, whenever the server gets to it.
            unsure.add(client)
        elif event.kind == "frame" and client not in unsure and (head := left.get(client)) is not None:
            for frame in _entries(event, run.room):
                if frame["seq"] > head:
                    yield f"I5 {event.who} left the room at {head} and was sent {frame['seq']}"


def _healthy(run: Evidence) -> Iterator[str]:
    for event in run.journal.of("failed"):
        yield f"the server answered 500 to {event.about['call']}"


def _received(journal: Journal, place: str) -> Iterator[tuple[str, Frame]]:
    for event in journal.of("frame"):
        for frame in _entries(event, place):
            yield event.who, frame


def _entries(event: Event, place: str) -> Iterator[Frame]:
    frame: Frame = event.about["frame"]
    for one in frame["events"] if frame["type"] == "resumed" else [frame]:
        if "seq" in one and "at" in one and one["conversation"] == place:
            yield one


def _spans(log: list[Entry], user: str) -> list[tuple[int, int]]:
    """Return from where to where `user` was in a group: founders from 1, and each leaving's entry is still seen."""
    began: int | None = 1
    spans = []
    for entry in log:
        if entry.delta.get("user") != user:
            continue
        if entry.type == "member_joined":
            began = entry.seq
        elif entry.type == "member_left" and began is not None:
            spans.append((began, entry.seq))
            began = None
    return spans if began is None else [*spans, (began, FOR_EVER)]


def _same(entry: Entry, frame: dict[str, Any]) -> bool:
    about = frame.get("id") if frame["type"] == "message" else frame.get("message_id")
    same_message = entry.type not in ABOUT_MESSAGES or entry.message == about
    return entry.type == frame["type"] and entry.actor == frame["actor"] and same_message


def _gaps(seqs: list[int]) -> str:
    odd = [(one, other) for one, other in zip([0, *seqs], seqs, strict=False) if other != one + 1]
    return f"1…{len(seqs)} but for {odd[:5]}"
