"""Direct conversations: one for each two people, and closed to those who block each other."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from apps.accounts.selectors import any_blocks, blocks_between
from apps.accounts.services.accounts import touch
from apps.conversations.models import Conversation, ConversationKind, History, Membership
from apps.conversations.services.quota import check_room_for_more
from apps.core import clock
from apps.core.errors import Forbidden, Invalid, NotFound

if TYPE_CHECKING:
    from apps.accounts.models import User

PEOPLE = 2


def find_or_open(
    user: "User", other: "User", *, client_id: str | None = None, fingerprint: str = ""
) -> tuple[Conversation, bool]:
    """Return the conversation of two people, and whether it was made now; a part of the caller's transaction.

    Two who open it at once meet in the unique `direct_key`: one of them runs again, and finds it.
    """
    if user.id == other.id:
        raise Invalid("A direct conversation needs somebody else.", attr="user")
    key = _key(user.id, other.id)
    found = Conversation.objects.filter(direct_key=key).first()
    if found is not None:
        return found, False
    if not other.is_active:
        raise NotFound
    if blocks_between(user.id, other.id):
        raise _no_messages()
    # Whoever opens it: strangers must not be able to fill somebody's list until nobody can write to them.
    check_room_for_more([user.id])
    now = clock.now()
    made = Conversation.objects.create(
        kind=ConversationKind.DIRECT,
        history=History.SHARED,
        direct_key=key,
        creator=user,
        client_id=client_id,
        fingerprint=fingerprint,
        members_count=PEOPLE,
        members_version=1,
        created_at=now,
        last_activity_at=now,
        changed_at=now,
    )
    Membership.objects.bulk_create(
        Membership(conversation=made, user=person, visible_from=1, joined_at=now, changed_at=now)
        for person in (user, other)
    )
    touch([user.id, other.id], added=made.id)
    return made, True


def check_blocks(conversations: Iterable[Conversation]) -> None:
    """Raise `Forbidden` if one of these is a direct conversation whose people block each other, either way."""
    pairs = [_people(each) for each in conversations if each.kind == ConversationKind.DIRECT]
    if pairs and any_blocks(pairs):
        raise _no_messages()


def check_invitation(user: "User", other: "User") -> None:
    """Raise `Forbidden` when one of the two blocks the other."""
    if blocks_between(user.id, other.id):
        raise _no_messages()


def _no_messages() -> Forbidden:
    return Forbidden("This person does not accept messages.")


def _key(a: UUID, b: UUID) -> str:
    return ":".join(sorted((str(a), str(b))))


def _people(conversation: Conversation) -> tuple[UUID, UUID]:
    first, second = str(conversation.direct_key).split(":")
    return UUID(first), UUID(second)
