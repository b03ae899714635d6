"""Who is in a conversation."""

from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.frames import brief
from apps.accounts.selectors import blocked_either_way
from apps.conversations import frames
from apps.conversations.models import Membership


def members(conversation_id: UUID) -> QuerySet[Membership]:
    """Return the memberships of a conversation with their people, to be ordered, cut and given to `project`."""
    return Membership.objects.filter(conversation_id=conversation_id).select_related("user")


def project(viewer_id: UUID, memberships: list[Membership]) -> list[frames.Member]:
    """Return memberships (with their people) as a member sees them: across a block nobody has read anything."""
    hidden = blocked_either_way(viewer_id)
    return [
        frames.Member(
            user=brief(membership.user),
            role=cast("frames.RoleName", membership.role),
            read_seq=0 if membership.user_id in hidden else membership.read_seq,
            joined_at=membership.joined_at,
        )
        for membership in memberships
    ]


def member_view(viewer_id: UUID, membership: Membership) -> frames.Member:
    """Return one member."""
    return project(viewer_id, [membership])[0]
