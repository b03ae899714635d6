"""What the REST calls of conversations take, where no frame of the realtime half has the same shape."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from apps.conversations import frames
from apps.conversations.selectors.messages import Seq
from apps.core.pagination import PageQuery
from apps.core.strictjson import Moment

MOST_EVENTS = 500


class ConversationChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What is absent stays."""

    title: str | UnsetType = UNSET
    history: frames.HistoryRule | UnsetType = UNSET


class MembershipChanges(msgspec.Struct, frozen=True, kw_only=True):
    """`muted_until`: no notifications until then; null for notifications again."""

    muted_until: Moment | None


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """`user` is an id or a username."""

    user: str
    role: frames.RoleName | None = None


class RoleChange(msgspec.Struct, frozen=True, kw_only=True):
    role: frames.RoleName


class NewMessage(msgspec.Struct, frozen=True, kw_only=True):
    """`reply_to` is the id of a message of the same conversation, `attachments` are ids of files of the sender's own.

    With these, `body` may be empty.
    """

    body: str
    client_id: str | None = None
    reply_to: str | None = None
    attachments: list[str] = []


class MessageChange(msgspec.Struct, frozen=True, kw_only=True):
    body: str


class ReadPosition(msgspec.Struct, frozen=True, kw_only=True):
    seq: Seq


class ConversationsQuery(PageQuery, kw_only=True):
    """`updated_after`: only what changed since that moment."""

    updated_after: Moment | None = None


class RoomsQuery(PageQuery, kw_only=True):
    """`search` is a part of a slug or title."""

    search: Annotated[str, msgspec.Meta(max_length=200)] = ""


class SearchQuery(PageQuery, kw_only=True):
    """`q` is what messages must say; `conversation` an id or slug."""

    q: str
    conversation: str | None = None


class EventsQuery(msgspec.Struct, frozen=True, kw_only=True):
    """`after` is the last `seq` that the caller has, `epoch` the one it belongs to."""

    after: Seq
    epoch: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_EVENTS)] = 100
