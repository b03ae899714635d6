"""How many conversations one may be in."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from apps.conversations.models import Membership
from apps.core.errors import LimitReached


def check_room_for_more(user_ids: Sequence[UUID]) -> None:
    """Raise `LimitReached` when one of these users is in as many conversations as one may be."""
    full = (
        Membership.objects.filter(user_id__in=user_ids)
        .values("user_id")
        .annotate(conversations=Count("id"))
        .filter(conversations__gte=settings.LIMITS["conversations"])
    )
    if full.exists():
        raise LimitReached("Somebody is in too many conversations.")
