"""What is kept of a connection between its frames: whose it is, its session's state, whether it was welcomed."""

import time
from dataclasses import dataclass

import msgspec

from apps.core.dynamodb.expiry import EXPIRES_AT
from apps.fanout.gateway import registry, table
from apps.fanout.gateway.registry import Connection
from apps.realtime.session import SessionState

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
    state = SessionState(connection=connection.id, user=connection.user, session=connection.session)
    named = {} if room is None else {"room": room}
    item = {
        "connection": connection.written(),
        "state": _written(state),
        EXPIRES_AT: connection.ends,
        **named,
    }
    table.put(registry.meta(connection.id), item)


def find(connection: str) -> Kept | None:
    """Return what is kept of a connection; None if it is over, or never was."""
    item = table.get(registry.meta(connection))
    if item is None or "connection" not in item:
        return None
    return Kept(
        connection=Connection.read(item["connection"]),
        state=msgspec.json.decode(item["state"], type=SessionState),
        room=item.get("room"),
        welcomed="welcomed" in item,
    )


def claim_welcome(kept: Kept) -> bool:
    """Whether it is this frame that brings about the welcome: the first one, or one whose first died of it."""
    claim = {"claimed": int(time.time())}
    if table.change(registry.meta(kept.connection.id), claim, unless="claimed") is not None:
        return True
    deadline = time.monotonic() + WELCOME_SECONDS
    while time.monotonic() < deadline:
        found = find(kept.connection.id)
        if found is None or found.welcomed:
            return False
        time.sleep(LOOK_SECONDS)
    return True


def keep(kept: Kept, *, welcomed: bool = False) -> None:
    """Keep the session's state as it now is."""
    setting = {"state": _written(kept.state), **({"welcomed": True} if welcomed else {})}
    table.change(registry.meta(kept.connection.id), setting)


def _written(state: SessionState) -> str:
    return msgspec.json.encode(state).decode()
