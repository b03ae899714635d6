"""What is kept of a connection between its frames: whose it is, its session's state, whether it was welcomed."""

import time
from dataclasses import dataclass
from uuid import UUID

import msgspec

from apps.calls.services import settling
from apps.core.dynamodb.expiry import EXPIRES_AT
from apps.fanout.gateway import registry, table
from apps.fanout.gateway.registry import Connection
from apps.fanout.presence import presence
from apps.realtime.session import SessionState

FIELDS = ("current_room", "watched", "shown", "cursor", "call")
"""What is kept of a session's state, each by itself: two frames side by side must not undo what the other one did."""
WELCOME_SECONDS = 2.0
"""For which a frame waits while another one, carried out beside it, brings about the welcome."""
LOOK_SECONDS = 0.02


@dataclass(slots=True)
class Kept:
    connection: Connection
    state: SessionState
    room: str | None
    """The one that the handshake named, to be joined with the welcome."""
    welcomed: bool


def begin(connection: Connection, room: str | None) -> None:
    """Keep a connection that the gateway is about to accept."""
    named = {} if room is None else {"room": room}
    item = {"connection": connection.written(), EXPIRES_AT: connection.ends, **named}
    table.put(registry.meta(connection.id), item)


def find(connection: str) -> Kept | None:
    """Return what is kept of a connection; None if it is over, or never was."""
    item = table.get(registry.meta(connection))
    if item is None or "connection" not in item:
        return None
    found = Connection.read(item["connection"])
    return Kept(
        connection=found,
        state=_state(found, item),
        room=item.get("room"),
        welcomed="welcomed" in item,
    )


def for_frame(connection: str) -> Kept | None:
    """Return what is kept of a connection for its next frame, as the welcome has left it; None if it is over.

    Where it is not `welcomed`, it is this frame that brings the welcome about: the first one, or one whose first died
    of it.
    """
    kept = find(connection)
    if kept is None or kept.welcomed or _claim_welcome(connection):
        return kept
    deadline = time.monotonic() + WELCOME_SECONDS
    while kept is not None and not kept.welcomed and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
        kept = find(connection)
    return kept


def _claim_welcome(connection: str) -> bool:
    return (
        table.change(registry.meta(connection), {"claimed": int(time.time())}, unless="claimed") is not None
    )


def keep(kept: Kept, before: SessionState, *, welcomed: bool) -> bool:
    """Keep what a frame changed of the state, and that it welcomed; nothing is written where there is nothing.

    Return False where the connection turns out to be over: what was written then is nobody's, and stays until it is
    deleted.
    """
    setting: dict[str, object] = {"welcomed": True} if welcomed else {}
    for field in FIELDS:
        if (now := getattr(kept.state, field)) != getattr(before, field):
            setting[field] = msgspec.json.encode(now).decode()
    if not setting:
        return True
    return "connection" in (table.change(registry.meta(kept.connection.id), setting) or {})


def forget(kept: Kept) -> None:
    """Forget a connection that is over, and have told what that changes: its call, and who is here."""
    if kept.state.call is not None:
        settling.lose(UUID(kept.state.user), UUID(kept.state.call), kept.connection.id)
    registry.watch(kept.connection, begin=(), end=kept.state.shown)
    if not registry.detach(kept.connection):
        presence().left(kept.connection.user)


def _state(connection: Connection, item: table.Item) -> SessionState:
    fields = {field: msgspec.json.decode(item[field]) for field in FIELDS if field in item}
    whose = {"connection": connection.id, "user": connection.user, "session": connection.session}
    return msgspec.convert({**whose, **fields}, SessionState)
