"""The operations of apps/costs/operations.toml, done for real in a town, and counted."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple
from uuid import uuid4

from apps.costs.operations import NAMES, Counts, Operation
from apps.realtime.gateway.invocation import RING

from .counting import QUEUED, Tally, counting
from .gateway import queued, scheduled, worked
from .town import SIGNALS, Town

FEW, MANY = 2, 12
"""Others in a town: what the larger one takes more is divided among the ten."""
TIMES = 3
"""Each is done so often, once more to begin with: a process keeps what it read the first time."""
SENTENCE = "The train leaves at nine, and so does the next one of them."

Seen = Mapping[str, Any]
Work = Callable[[Town, Seen], bytes | None]
"""Does a thing once, in a town where somebody has just written a message; returns what REST answers."""


class Action(NamedTuple):
    """What is done; what of it nobody sees from inside; how many connections are told, of so many others."""

    work: Work
    http_requests: int = 0
    frames: int = 0
    invocations: int = 1
    sqs_requests: int = 0
    s3_writes: int = 0
    fetches: int = 0
    told: Callable[[int], int] = lambda _others: 0
    during: Callable[[Town], AbstractContextManager[object]] = lambda _town: nullcontext()


def _get(path: str, fetches: int = 0) -> Action:
    def work(town: Town, _: Seen) -> bytes:
        return town.me.rest("GET", path.format(group=town.group, file=town.file))

    return Action(work, http_requests=1, fetches=fetches)


def _frame(
    work: Callable[[Town, Seen], None], told: Callable[[int], int] = lambda others: others + 1
) -> Action:
    return Action(work, frames=1, told=told)


def _connection(town: Town, seen: Seen) -> None:
    town.me.disconnect()
    town.me.connect()
    town.me.say("resume", epoch=town.epoch, conversations=[{"id": town.group, "after": seen["seq"]}])


def _send(town: Town, _: Seen) -> bytes:
    body = {"body": SENTENCE, "client_id": uuid4().hex}
    return town.me.rest("POST", f"/api/conversations/{town.group}/messages", body)


def _chat(town: Town, _: Seen) -> None:
    town.me.say("chat", conversation=town.group, message=SENTENCE, client_id=uuid4().hex)


def _file(town: Town, _: Seen) -> None:
    town.send_file()
    # Whoever might have died in between, and a day in which nobody might have sent it.
    for kind in ("file", "sweep_file"):
        worked(kind)


ACTIONS: Mapping[str, Action] = {
    "history": _get("/api/conversations/{group}/messages?limit=50"),
    "list": _get("/api/conversations?limit=50"),
    "search": _get("/api/search?q=number"),
    "find_people": _get("/api/users?search=person"),
    "send": Action(_send, http_requests=1, told=lambda others: others + 1),
    "chat": _frame(_chat),
    "typing": _frame(
        lambda town, _: town.me.say("typing_indicator", conversation=town.group, typing=True),
        told=lambda others: others,
    ),
    "read": _frame(lambda town, seen: town.others[0].say("read", conversation=town.group, seq=seen["seq"])),
    "react": _frame(lambda town, seen: town.me.say("react", message_id=seen["id"], emoji="👍", on=True)),
    "edit": _frame(
        lambda town, seen: town.me.say("edit", message_id=seen["id"], message=f"{SENTENCE} {uuid4().hex}")
    ),
    "ping": _frame(lambda town, _: town.me.say("ping"), told=lambda _: 0),
    # A ticket; $connect, $disconnect, the first ping that the welcome answers, and resume.
    "connection": Action(_connection, http_requests=1, frames=2, invocations=5, told=lambda others: others),
    # Announced, posted to S3 by the client, completed, looked at by the worker, sent.
    "file": Action(
        _file, http_requests=2, frames=1, invocations=3, s3_writes=1, told=lambda others: others + 1
    ),
    "thumbnail": _get("/api/files/{file}/thumbnail", fetches=1),
    "download": _get("/api/files/{file}", fetches=1),
    # Both ask for relays; start, accept, signals and hang up.
    "call": Action(
        lambda town, _: town.talk(), http_requests=2, frames=3 + len(SIGNALS), invocations=5 + len(SIGNALS)
    ),
    # In the minute's sweep, which is there anyway.
    "call_look": Action(lambda _town, _seen: worked("call"), invocations=0, during=Town.talking),
    "sweep": Action(lambda _town, _seen: scheduled("sweep")),
    "expire": Action(lambda _town, _seen: scheduled("expire")),
    "chunk": Action(lambda town, _seen: queued(town.chunk), sqs_requests=QUEUED, told=lambda others: others),
}


def counted() -> dict[str, Operation]:
    """Do everything in a small town, in one with more people connected, and in one with more who are not."""
    few, many, absent = _all(Town(FEW)), _all(Town(MANY)), _all(Town(FEW, absent=MANY - FEW))
    return {name: _operation(action, few[name], many[name], absent[name]) for name, action in ACTIONS.items()}


def _all(town: Town) -> dict[str, Counts]:
    return {name: _one(town, action) for name, action in ACTIONS.items()}


def _one(town: Town, action: Action) -> Counts:
    """Return the least that any run took: the database counts the rows of whoever else is at work too."""
    runs = [_run(town, action) for _ in range(TIMES + 1)][1:]
    return Counts(**{name: min(getattr(run, name) for run in runs) for name in NAMES})


def _run(town: Town, action: Action) -> Counts:
    seen = town.write(SENTENCE)
    with action.during(town), counting() as tally:
        tally.answered(action.work(town, seen) or b"")
        for _ in range(tally.rings):
            queued(RING)
    return _with_unseen(tally, action)


def _with_unseen(tally: Tally, action: Action) -> Counts:
    return tally.counts(
        http_requests=action.http_requests,
        frames=action.frames,
        invocations=action.invocations + tally.rings,
        sqs_requests=tally.sqs_requests + action.sqs_requests,
        s3_writes=tally.s3_writes + action.s3_writes,
        fetches=action.fetches,
    )


def _operation(action: Action, few: Counts, many: Counts, absent: Counts) -> Operation:
    """Divide what they took into what it takes at all, for each connection told, and for each person who has none."""
    if not action.told(FEW):
        return Operation(few)
    each = _per_head(few, many)
    return Operation(few.plus(each, -action.told(FEW)), each, _per_head(few, absent))


def _per_head(few: Counts, more: Counts) -> Counts:
    heads = MANY - FEW
    return Counts(**{name: max(0, getattr(more, name) - getattr(few, name)) / heads for name in NAMES})
