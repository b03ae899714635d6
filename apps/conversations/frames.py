"""What REST and WebSocket say about conversations: sections 1 and 4 of docs/protocol.md.

Ids are strings, times are aware datetimes. A log entry is a tagged struct whose `type` is the tag.
"""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from apps.accounts.frames import UserBrief
from apps.files.frames import Attachment

Kind = Literal["direct", "group", "room"]
HistoryRule = Literal["shared", "joined"]
RoleName = Literal["owner", "admin", "member"]


class ReplyTo(msgspec.Struct, frozen=True, kw_only=True):
    """The message that another one answers; `excerpt` is the beginning of its body, empty once it is deleted."""

    id: str
    sender: UserBrief
    excerpt: str


class Reactions(msgspec.Struct, frozen=True, kw_only=True):
    """How many people gave a message this emoji, and whether the reader is one of them."""

    emoji: str
    count: int
    mine: bool


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Something said. A deleted message keeps its place, with `body` null and `deleted` true."""

    id: str
    conversation: str
    seq: int
    updated_seq: int
    sender: UserBrief
    client_id: str
    body: str | None
    mentions: list[str]
    reply_to: ReplyTo | None
    attachments: list[Attachment]
    reactions: list[Reactions]
    created_at: datetime
    edited_at: datetime | None
    deleted: bool


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as one person sees it; `peer` is the other person of a direct one."""

    id: str
    kind: Kind
    title: str
    slug: str | None
    history: HistoryRule
    peer: UserBrief | None
    head: int
    read_seq: int
    visible_from: int
    unread: int
    role: RoleName | None
    members_count: int
    last_message: Message | None
    last_activity_at: datetime
    muted_until: datetime | None


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a conversation, and how far they have read."""

    user: UserBrief
    role: RoleName
    read_seq: int
    joined_at: datetime


class LogFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What every entry of the log carries: `actor` is the id of whoever caused it, `at` the database's time."""

    conversation: str
    seq: int
    at: datetime
    actor: str | None


class MessageEntry(Message, frozen=True, kw_only=True, tag_field="type", tag="message"):
    """Somebody said something."""

    at: datetime
    actor: str | None


class MessageEdited(LogFrame, frozen=True, kw_only=True, tag="message_edited"):
    """A message has a new body: null when it was deleted since, or lies before what the reader may see."""

    message_id: str
    body: str | None
    mentions: list[str]
    edited_at: datetime | None


class MessageDeleted(LogFrame, frozen=True, kw_only=True, tag="message_deleted"):
    message_id: str
    by: str | None


class ReactionChanged(LogFrame, frozen=True, kw_only=True, tag="reaction"):
    """Somebody gave or took back an emoji; `count` is how many gave it then."""

    message_id: str
    emoji: str
    user: str | None
    on: bool
    count: int


class MemberJoined(LogFrame, frozen=True, kw_only=True, tag="member_joined"):
    """Somebody came in: by themselves, or invited by `actor`."""

    user: UserBrief
    role: RoleName


class MemberLeft(LogFrame, frozen=True, kw_only=True, tag="member_left"):
    """Somebody left, or was removed by `by`."""

    user: str
    by: str | None


class MemberRole(LogFrame, frozen=True, kw_only=True, tag="member_role"):
    user: str
    role: RoleName


class ConversationUpdated(LogFrame, frozen=True, kw_only=True, tag="conversation_updated"):
    """The description changed; only what changed is there."""

    title: str | UnsetType = UNSET
    history: HistoryRule | UnsetType = UNSET


class CallEnded(LogFrame, frozen=True, kw_only=True, tag="call_ended"):
    """A call is over, after `duration_s` seconds of talk; `actor` had begun it."""

    call: str
    end_reason: Literal["completed", "declined", "cancelled", "missed", "busy", "failed"]
    duration_s: int


EntryFrame = (
    MessageEntry
    | MessageEdited
    | MessageDeleted
    | ReactionChanged
    | MemberJoined
    | MemberLeft
    | MemberRole
    | ConversationUpdated
    | CallEnded
)


class Receipt(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="receipt"):
    """How far somebody has read: ephemeral, may be lost."""

    conversation: str
    user: str
    read_seq: int
