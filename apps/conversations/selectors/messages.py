"""Messages as somebody sees them: one, or a page of the history."""

from typing import Annotated
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from apps.conversations import frames
from apps.conversations.access import visible_messages
from apps.conversations.models import Membership, Message
from apps.conversations.selectors.projection import MESSAGE_RELATIONS, project_messages
from apps.core.errors import Invalid, NotFound
from apps.core.pagination import DEFAULT_LIMIT, MOST

Seq = Annotated[int, msgspec.Meta(ge=0)]


class HistoryQuery(msgspec.Struct, frozen=True, kw_only=True):
    """At most one place to read from, a `seq` that is itself left out but for `around`; without one, the newest."""

    before: Seq | None = None
    after: Seq | None = None
    around: Seq | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST)] = DEFAULT_LIMIT


class HistoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Messages, newest first; `head` was read before them: entries above it are to be applied on top."""

    results: list[frames.Message]
    head: int


def history(membership: Membership, query: HistoryQuery) -> HistoryPage:
    """Return a page of what `membership` (read before, with its conversation) may see: two statements, three around.

    Raises `Invalid` for more than one place.
    """
    places = [place for place in (query.before, query.after, query.around) if place is not None]
    if len(places) > 1:
        raise Invalid("Name one of before, after and around.")
    visible = Message.objects.filter(visible_messages(membership)).select_related(*MESSAGE_RELATIONS)
    if query.after is not None:
        rows = _upwards(visible, query.after, query.limit)
    elif query.around is not None:
        rows = _around(visible, query.around, query.limit)
    else:
        rows = _downwards(visible, query.before, query.limit)
    results = project_messages(
        membership.user_id, rows, {membership.conversation_id: membership.visible_from}
    )
    return HistoryPage(results=results, head=membership.conversation.head)


def message_view(viewer_id: UUID, message: Message) -> frames.Message:
    """Return one message as a member of its conversation sees it, as it is now. Raises `NotFound` to others."""
    rows = Message.objects.filter(id=message.id).select_related(*MESSAGE_RELATIONS)
    visible_from = (
        Membership.objects.filter(user_id=viewer_id, conversation_id=message.conversation_id)
        .values_list("visible_from", flat=True)
        .first()
    )
    if visible_from is None or message.seq < visible_from:
        raise NotFound
    return project_messages(viewer_id, rows, {message.conversation_id: visible_from})[0]


def sent_view(sender_id: UUID, message: Message) -> frames.Message:
    """Return a message to whoever sent it, who may have left since: a retry gets the first outcome all the same."""
    rows = Message.objects.filter(id=message.id).select_related(*MESSAGE_RELATIONS)
    visible_from = (
        Membership.objects.filter(user_id=sender_id, conversation_id=message.conversation_id)
        .values_list("visible_from", flat=True)
        .first()
    )
    return project_messages(sender_id, rows, {message.conversation_id: visible_from or message.seq})[0]


def _downwards(visible: QuerySet[Message], before: int | None, limit: int) -> list[Message]:
    older = visible if before is None else visible.filter(seq__lt=before)
    return list(older.order_by("-seq")[:limit])


def _upwards(visible: QuerySet[Message], after: int, limit: int) -> list[Message]:
    return list(visible.filter(seq__gt=after).order_by("seq")[:limit])[::-1]


def _around(visible: QuerySet[Message], seq: int, limit: int) -> list[Message]:
    """Half a page up to and with `seq`, and half a page after it."""
    newer = limit // 2
    return _upwards(visible, seq, newer) + _downwards(visible, seq + 1, limit - newer)
