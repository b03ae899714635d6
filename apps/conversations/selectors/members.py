"""Who is in a conversation."""

from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.frames import brief
from apps.conversations import frames
from apps.conversations.models import Membership


def members(conversation_id: UUID) -> QuerySet[Membership]:
    """Return the memberships of a conversation with their people, to be ordered, cut and given to `project`."""
    return Membership.objects.filter(conversation_id=conversation_id).select_related("user")


def project(memberships: list[Membership]) -> list[frames.Member]:
    """Return memberships (with their people) as the other members see them."""
    return [
        frames.Member(
            user=brief(membership.user),
            role=cast("frames.RoleName", membership.role),
            read_seq=membership.read_seq,
            joined_at=membership.joined_at,
        )
        for membership in memberships
    ]


def member_view(membership: Membership) -> frames.Member:
    """Return one member."""
    return project([membership])[0]
