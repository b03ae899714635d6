"""What the server says over a socket: section 4 of docs/protocol.md, but for the log's entries.

A field that does not belong to a frame's case is left out (`UNSET`); null is a value of its own.
"""

from datetime import datetime
from enum import IntEnum
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from apps.calls import frames as calls
from apps.conversations import frames as conversations
from apps.conversations.selectors.conversations import MovedHead, WelcomeConversation
from apps.conversations.selectors.rooms import Room
from apps.core import strictjson

PROTOCOL_VERSION = 1
HEARTBEAT = 25
"""Seconds within which the client of a server process says something."""
GATEWAY_HEARTBEAT = 300
"""The same behind API Gateway, which ends a connection that was silent for 600."""
GATEWAY_MAX_AGE = 6_900
"""Seconds after which a connection behind API Gateway is told to come anew: a heartbeat before the gateway ends it."""
RESTART_RECONNECT_AFTER = 3.0
"""Seconds over which clients spread their return after a restart."""


class CloseCode(IntEnum):
    """Why the server closes: RFC 6455's own codes, and the contract's from 4400 on."""

    TOO_LARGE = 1009
    RESTARTING = 1012
    NOT_AN_OBJECT = 4400
    SIGNED_OUT = 4401
    BANNED = 4403
    SILENT = 4408
    TOO_SLOW = 4409
    MAX_AGE = 4410
    FLOODING = 4429


REASONS: dict[int, str] = {
    CloseCode.TOO_LARGE: "The frame is too large.",
    CloseCode.RESTARTING: "The server restarts.",
    CloseCode.NOT_AN_OBJECT: "A frame is one JSON object in text.",
    CloseCode.SIGNED_OUT: "This session has ended.",
    CloseCode.BANNED: "This account is banned.",
    CloseCode.SILENT: "Nothing was heard for too long.",
    CloseCode.TOO_SLOW: "This client reads too slowly.",
    CloseCode.MAX_AGE: "This connection has lasted as long as one may.",
    CloseCode.FLOODING: "Too many frames.",
}
RECONNECT_AFTER: dict[int, float] = {
    CloseCode.RESTARTING: RESTART_RECONNECT_AFTER,
    CloseCode.SILENT: 1.0,
    CloseCode.TOO_SLOW: 1.0,
    CloseCode.MAX_AGE: 1.0,
    CloseCode.FLOODING: 30.0,
}
"""Seconds after which coming back makes sense; the other codes say null: something else has to change first."""


class ServerFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    pass


class Answer(ServerFrame, frozen=True, kw_only=True):
    """A frame that answers a command and carries its `ref` back."""

    ref: str | UnsetType = UNSET


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    message_chars: int
    frame_bytes: int
    group_members: int
    conversations: int
    sockets: int


class Welcome(ServerFrame, frozen=True, kw_only=True, tag="welcome"):
    protocol: int = PROTOCOL_VERSION
    connection: str
    epoch: str
    user: str
    user_version: int
    time: datetime
    heartbeat: int
    max_age: int | None
    limits: Limits
    conversations: list[WelcomeConversation]
    more_conversations: bool
    calls: list[calls.Call]


class Goodbye(ServerFrame, frozen=True, kw_only=True, tag="goodbye"):
    code: int
    reason: str
    reconnect_after: float | None


class Ack(Answer, frozen=True, kw_only=True, tag="ack"):
    message_id: str | UnsetType = UNSET
    client_id: str | UnsetType = UNSET
    conversation: str | UnsetType = UNSET
    seq: int | UnsetType = UNSET
    duplicate: bool | UnsetType = UNSET
    head: int | UnsetType = UNSET
    visible_from: int | UnsetType = UNSET
    call: str | UnsetType = UNSET


class Error(Answer, frozen=True, kw_only=True, tag="error"):
    code: str
    detail: str
    retryable: bool
    retry_after: int | UnsetType = UNSET
    conversation: str | UnsetType = UNSET


class RoomList(Answer, frozen=True, kw_only=True, tag="room_list"):
    rooms: list[Room]


class Presence(Answer, frozen=True, kw_only=True, tag="presence"):
    user: str
    status: Literal["online", "offline"]


class Typing(ServerFrame, frozen=True, kw_only=True, tag="typing"):
    conversation: str
    user: str
    typing: bool


class Resumed(Answer, frozen=True, kw_only=True, tag="resumed"):
    conversation: str
    events: list[conversations.EntryFrame]
    head: int
    visible_from: int
    more: bool
    reset: bool
    gone: bool


class Pong(Answer, frozen=True, kw_only=True, tag="pong"):
    cursor: str
    heads: dict[str, MovedHead]
    user_version: int


class ConversationAdded(ServerFrame, frozen=True, kw_only=True, tag="conversation_added"):
    conversation: conversations.Conversation


class ConversationRemoved(ServerFrame, frozen=True, kw_only=True, tag="conversation_removed"):
    conversation: str


def goodbye(code: int) -> Goodbye:
    """Return the frame that precedes a close with `code`."""
    return Goodbye(code=code, reason=REASONS[code], reconnect_after=RECONNECT_AFTER.get(code))


def presence(user: str, *, online: bool, ref: str | UnsetType = UNSET) -> Presence:
    return Presence(ref=ref, user=user, status="online" if online else "offline")


def encode(frame: msgspec.Struct) -> str:
    """Return `frame` as the text that goes over the socket."""
    return strictjson.encode(frame).decode()
