"""The open rooms."""

from uuid import UUID

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.conversations.models import Conversation, ConversationBan, ConversationKind, Membership


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room that one may join, or has joined."""

    id: str
    slug: str
    title: str
    members_count: int
    joined: bool


def joinable(user_id: UUID, search: str = "") -> QuerySet[Conversation]:
    """Return the rooms open to `user_id` whose slug or title holds `search`, not those they are banned from."""
    banned = ConversationBan.objects.filter(conversation_id=OuterRef("id"), user_id=user_id)
    found = Conversation.objects.filter(~Exists(banned), kind=ConversationKind.ROOM)
    if search:
        found = found.filter(Q(slug__icontains=search) | Q(title__icontains=search))
    joined = Membership.objects.filter(conversation_id=OuterRef("id"), user_id=user_id)
    return found.annotate(joined=Exists(joined))


def project(found: list[Conversation]) -> list[Room]:
    """Return rooms (from `joinable`) as the lists show them."""
    return [
        Room(
            id=str(room.id),
            slug=room.slug or "",
            title=room.title,
            members_count=room.members_count,
            joined=room.joined,  # type: ignore[attr-defined]  # annotated by `joinable`
        )
        for room in found
    ]


def rooms(user_id: UUID, search: str = "", limit: int = 100) -> list[Room]:
    """Return the rooms open to `user_id`, newest activity first, at most `limit`."""
    return project(list(joinable(user_id, search).order_by("-last_activity_at", "-id")[:limit]))
