"""What is published: small immutable values that cross the channel layer as MessagePack.

Topics are `conversation.<id>`, `user.<id>` and `session.<id>`.
"""

from uuid import UUID

import msgspec


class Frame(msgspec.Struct, frozen=True, tag="frame"):
    """A frame for whoever listens to `topic`; `payload` is the JSON text, encoded once for all its receivers.

    `hidden_from` are user ids who do not get it (blocks, the one who types).
    """

    topic: str
    payload: bytes
    hidden_from: tuple[str, ...] = ()


class DeviceFrame(msgspec.Struct, frozen=True, tag="device"):
    """A frame for the sockets of one device session of `user`; the user's others get `elsewhere`, if there is any."""

    user: str
    session: str
    payload: bytes
    elsewhere: bytes = b""


class Entry(msgspec.Struct, frozen=True, tag="entry"):
    """A log entry of a conversation: delivered in order of `seq` to those whose `visible_from` allows it.

    `members_version` is that of the conversation after the entry was written. Where the entry tells what an older
    message says, `quotes_seq` is that message's `seq`, and whoever may not see so far back gets `payload_unquoted`
    instead.
    """

    conversation: str
    seq: int
    members_version: int
    payload: bytes
    quotes_seq: int = 0
    payload_unquoted: bytes = b""


class MembersChanged(msgspec.Struct, frozen=True, tag="members"):
    """This version of the members is about `user`, who joined or left; empty: it may be about anybody."""

    conversation: str
    members_version: int
    user: str = ""


class UsersChanged(msgspec.Struct, frozen=True, tag="users"):
    """The `version` of these users moved: memberships, blocks or settings. Servers read anew what their sockets need.

    `added` and `removed` are the conversations that came to them all and went, for who has no earlier state to compare.
    """

    users: tuple[str, ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class SessionsEnded(msgspec.Struct, frozen=True, tag="ended"):
    """These device sessions, which are these users', are over: their sockets close with `code`."""

    sessions: tuple[str, ...]
    code: int
    users: tuple[str, ...] = ()


class PresenceHint(msgspec.Struct, frozen=True, tag="presence"):
    """This user's first socket opened, or the last one of some process closed: look at the presence key again."""

    user: str


Event = Frame | DeviceFrame | Entry | MembersChanged | UsersChanged | SessionsEnded | PresenceHint


def conversation_topic(conversation: UUID | str) -> str:
    return f"conversation.{conversation}"


def user_topic(user: UUID | str) -> str:
    return f"user.{user}"


def session_topic(session: UUID | str) -> str:
    return f"session.{session}"
