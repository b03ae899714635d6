"""Whom one may see online."""

from collections.abc import Iterable
from uuid import UUID

from apps.accounts.frames import Presence
from apps.accounts.models import User
from apps.accounts.selectors import blocked_either_way
from apps.fanout.presence import presence


def presence_of(viewer_id: UUID, users: Iterable[User]) -> dict[UUID, Presence]:
    """Return the presence of each of `users` for this viewer: across a block everybody is offline."""
    ids = [user.id for user in users]
    hidden = blocked_either_way(viewer_id)
    there = presence().online([str(user_id) for user_id in ids if user_id not in hidden])
    return {user_id: "online" if str(user_id) in there else "offline" for user_id in ids}
