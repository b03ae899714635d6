"""What fan-out asks of the record: see `apps.fanout.source.Source`, which realtime fulfils with these."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from apps.conversations.access import IN_USE
from apps.conversations.models import Conversation, Membership
from apps.fanout.source import Head


def heads_moved(since: datetime) -> dict[str, Head]:
    """Return the heads of the conversations that moved after `since` (database time)."""
    return _heads(changed_at__gt=since)


def heads(conversations: Collection[str]) -> dict[str, Head]:
    """Return where these conversations stand."""
    return _heads(id__in=[UUID(conversation) for conversation in conversations])


def memberships(users: Collection[str], conversation: str | None = None) -> dict[str, dict[str, int]]:
    """Return for each of `users` the conversations they are in, or the one named, with their `visible_from`."""
    rows = Membership.objects.filter(IN_USE, user_id__in=[UUID(user) for user in users])
    if conversation is not None:
        rows = rows.filter(conversation_id=UUID(conversation))
    found: dict[str, dict[str, int]] = {user: {} for user in users}
    for user, place, visible_from in rows.values_list("user_id", "conversation_id", "visible_from"):
        found[str(user)][str(place)] = visible_from
    return found


def members(conversations: Collection[UUID], *, most: int | None = None) -> dict[str, dict[str, int]]:
    """Return the members of each of `conversations` with their `visible_from`; `most` of all, if more are of no use."""
    rows = Membership.objects.filter(conversation_id__in=conversations)
    found: dict[str, dict[str, int]] = {str(conversation): {} for conversation in conversations}
    for place, user, visible_from in rows.values_list("conversation_id", "user_id", "visible_from")[:most]:
        found[str(place)][str(user)] = visible_from
    return found


def _heads(**which: object) -> dict[str, Head]:
    rows = Conversation.objects.filter(**which).values_list("id", "head", "members_version")
    return {str(conversation): Head(seq, version) for conversation, seq, version in rows}
