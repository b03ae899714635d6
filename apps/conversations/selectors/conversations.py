"""Which conversations somebody is in, and what they see of each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import msgspec
from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.db.models.lookups import GreaterThan

from apps.accounts.frames import UserBrief, brief
from apps.accounts.selectors import users_by_id
from apps.conversations import frames
from apps.conversations.access import IN_USE
from apps.conversations.models import Conversation, ConversationKind, Membership, Message
from apps.conversations.selectors.projection import MESSAGE_RELATIONS, project_messages
from apps.core.errors import NotFound


class WelcomeConversation(msgspec.Struct, frozen=True):
    """Where a conversation of somebody stands, as `welcome` tells it."""

    id: str
    head: int
    read_seq: int
    visible_from: int


class MovedHead(msgspec.Struct, frozen=True):
    """Where a conversation that moved stands, as `pong` tells it."""

    head: int
    read_seq: int


class CappedCount(Subquery):
    """The number of rows of a sliced queryset, counted no further than its slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"


def list_for(user_id: UUID, updated_after: datetime | None = None) -> QuerySet[Membership]:
    """Return the memberships of `user_id` with their conversations, to be ordered, cut and given to `project`."""
    memberships = _viewed(Membership.objects.filter(user_id=user_id)).annotate(
        last_activity_at=F("conversation__last_activity_at")
    )
    if updated_after is None:
        return memberships
    return memberships.filter(Q(conversation__changed_at__gt=updated_after) | Q(changed_at__gt=updated_after))


def project(memberships: Iterable[Membership]) -> list[frames.Conversation]:
    """Return what these memberships (of one person, from `list_for`) see: two statements, however many they are."""
    rows = list(memberships)
    peers = _peers(rows)
    seen = [row for row in rows if _sees_last_message(row)]
    viewer = rows[0].user_id if rows else None
    messages = (
        []
        if viewer is None
        else project_messages(
            viewer,
            [row.conversation.last_message for row in seen if row.conversation.last_message],
            {row.conversation_id: row.visible_from for row in seen},
        )
    )
    last = {message.conversation: message for message in messages}
    return [
        _conversation(row, peers.get(row.conversation_id), last.get(str(row.conversation_id))) for row in rows
    ]


def conversation_view(user_id: UUID, conversation_id: UUID) -> frames.Conversation:
    """Return one conversation as `user_id`, a member, sees it. Raises `NotFound` to everybody else."""
    membership = _viewed(Membership.objects.filter(user_id=user_id, conversation_id=conversation_id)).first()
    if membership is None:
        raise NotFound
    return project([membership])[0]


def view_or_outline(user_id: UUID, conversation: Conversation) -> frames.Conversation:
    """Return a conversation to whoever acted on it and may not be in it: staff, or its maker who has left since."""
    if Membership.objects.filter(user_id=user_id, conversation=conversation).exists():
        return conversation_view(user_id, conversation.id)
    return outside_view(conversation)


def outside_view(conversation: Conversation) -> frames.Conversation:
    """Return a conversation as somebody who is not in it sees it: what it is, and nothing of what is said there."""
    return frames.Conversation(
        **_described(conversation),
        peer=None,
        read_seq=0,
        visible_from=conversation.head + 1,
        unread=0,
        role=None,
        last_message=None,
        muted_until=None,
    )


def welcome_heads(user_id: UUID, limit: int) -> list[WelcomeConversation]:
    """Return where the conversations of `user_id` stand, newest activity first, at most `limit`."""
    rows = (
        Membership.objects.filter(IN_USE, user_id=user_id)
        .order_by("-conversation__last_activity_at", "-conversation_id")
        .values_list("conversation_id", "conversation__head", "read_seq", "visible_from")
    )
    return [WelcomeConversation(str(row[0]), *row[1:]) for row in rows[:limit]]


def moved_for(user_id: UUID, since: datetime) -> dict[str, MovedHead]:
    """Return the conversations of `user_id` that moved after `since` (database time), or whose read position did."""
    rows = Membership.objects.filter(
        IN_USE, Q(conversation__changed_at__gt=since) | Q(changed_at__gt=since), user_id=user_id
    ).values_list("conversation_id", "conversation__head", "read_seq")
    return {str(conversation): MovedHead(head, read_seq) for conversation, head, read_seq in rows}


def direct_peers(user_id: UUID) -> frozenset[UUID]:
    """Return the people with whom `user_id` has a direct conversation."""
    rows = Membership.objects.filter(user_id=user_id, conversation__kind=ConversationKind.DIRECT)
    return frozenset(
        peer for row in rows.select_related("conversation") if (peer := _peer_id(row)) is not None
    )


def _viewed(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    related = [f"conversation__last_message__{name}" for name in MESSAGE_RELATIONS]
    return (
        memberships.filter(IN_USE)
        .select_related("conversation", "conversation__last_message", *related)
        .annotate(unread=_unread())
    )


def _unread() -> CappedCount:
    """Return the number of undeleted messages of others that a membership has not read, at most `LIMITS["unread"]`."""
    seen = Greatest(OuterRef("read_seq"), OuterRef("visible_from") - 1)
    unread = (
        Message.objects.filter(
            GreaterThan(F("seq"), seen), conversation_id=OuterRef("conversation_id"), deleted_at=None
        )
        .exclude(sender_id=OuterRef("user_id"))
        .order_by()
        .values("seq")
    )
    return CappedCount(unread[: settings.LIMITS["unread"]])


def _peer_id(membership: Membership) -> UUID | None:
    """Return the other person of a direct conversation, whom its key names."""
    if membership.conversation.direct_key is None:
        return None
    pair = [UUID(user) for user in membership.conversation.direct_key.split(":")]
    return pair[1] if pair[0] == membership.user_id else pair[0]


def _peers(memberships: Iterable[Membership]) -> dict[UUID, UserBrief]:
    """Return the people at the other end, by conversation; an account that was erased is at none."""
    ids = {row.conversation_id: peer for row in memberships if (peer := _peer_id(row)) is not None}
    people = users_by_id(ids.values())
    return {place: brief(people[peer]) for place, peer in ids.items() if peer in people}


def _sees_last_message(membership: Membership) -> bool:
    message = membership.conversation.last_message
    return message is not None and message.seq >= membership.visible_from


def _conversation(
    membership: Membership, peer: UserBrief | None, last_message: frames.Message | None
) -> frames.Conversation:
    return frames.Conversation(
        **_described(membership.conversation),
        peer=peer,
        read_seq=membership.read_seq,
        visible_from=membership.visible_from,
        unread=membership.unread,  # type: ignore[attr-defined]  # annotated by `_viewed`
        role=cast("frames.RoleName", membership.role),
        last_message=last_message,
        muted_until=membership.muted_until,
    )


def _described(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": str(conversation.id),
        "kind": conversation.kind,
        "title": conversation.title,
        "slug": conversation.slug,
        "history": conversation.history,
        "head": conversation.head,
        "members_count": conversation.members_count,
        "last_activity_at": conversation.last_activity_at,
    }
