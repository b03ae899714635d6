"""Memberships of a conversation that the caller has locked: found, begun, ended."""

from typing import TYPE_CHECKING

from django.conf import settings

from apps.accounts.services.accounts import touch
from apps.conversations import companions
from apps.conversations.access import find_conversation_id, may_see, not_direct
from apps.conversations.models import (
    Conversation,
    ConversationBan,
    ConversationKind,
    EntryType,
    History,
    Membership,
    Role,
)
from apps.conversations.services import log
from apps.conversations.services.quota import check_room_for_more
from apps.core.errors import LastOwner, LimitReached, NotFound

if TYPE_CHECKING:
    from apps.accounts.models import User


def locked(actor: "User", ref: str) -> tuple[Conversation, Membership | None]:
    """Lock a group or room, and return it with the membership of `actor`, whom staff may lack."""
    conversation = log.lock(find_conversation_id(ref))
    own = membership_of(actor, conversation)
    if not actor.is_staff:
        may_see(conversation, own)
    not_direct(conversation)
    return conversation, own


def membership_of(user: "User", conversation: Conversation) -> Membership | None:
    """Return the membership of `user` in a locked conversation, carrying that conversation and user."""
    found = Membership.objects.filter(conversation=conversation, user=user).first()
    if found is not None:
        found.conversation, found.user = conversation, user
    return found


def present_member(user: "User", conversation: Conversation) -> Membership:
    """Return the membership of `user` in a locked conversation; raise `NotFound`."""
    found = membership_of(user, conversation)
    if found is None:
        raise NotFound
    return found


def end(membership: Membership, actor: "User") -> Membership:
    """End a membership of a locked conversation and return it with the conversation as it then stands."""
    before = membership.conversation
    for companion in companions.registered():
        companion.departed(before.id, membership.user_id)
    entries = int(before.kind == ConversationKind.GROUP)
    conversation = log.advance(before.id, entries=entries, joined=-1, members=True)
    Membership.objects.filter(pk=membership.pk).delete()
    log.publish_members(conversation, membership.user_id)
    if entries:
        delta = {"user": str(membership.user_id), "by": str(actor.id)}
        log.write(conversation, EntryType.MEMBER_LEFT, actor, delta=delta)
    touch([membership.user_id], removed=before.id)
    membership.conversation = conversation
    return membership


def admit(user: "User", before: Conversation, role: Role, *, by: "User") -> Membership:
    """Let somebody into a locked conversation and return their membership. Raises `LimitReached`."""
    if before.members_count >= settings.LIMITS[f"{before.kind}_members"]:
        raise LimitReached
    check_room_for_more([user.id])
    entries = int(before.kind == ConversationKind.GROUP)
    conversation = log.advance(before.id, entries=entries, joined=1, members=True)
    joined = History(conversation.history) == History.JOINED
    membership = Membership.objects.create(
        conversation=conversation,
        user=user,
        role=role,
        # The joining entry's own seq; a room has none, so the next entry's.
        visible_from=before.head + 1 if joined else 1,
        read_seq=conversation.head,
        joined_at=conversation.changed_at,
        changed_at=conversation.changed_at,
    )
    log.publish_members(conversation, user.id)
    if entries:
        delta = {"user": str(user.id), "role": str(role)}
        log.write(conversation, EntryType.MEMBER_JOINED, by, delta=delta)
    touch([user.id], added=before.id)
    return membership


def is_banned(user: "User", conversation: Conversation) -> bool:
    """Whether `user` may not come into this conversation."""
    return ConversationBan.objects.filter(conversation=conversation, user=user).exists()


def keep_an_owner(leaving: Membership) -> None:
    """Raise `LastOwner` if nobody would own the conversation once this membership owns it no more."""
    others = Membership.objects.filter(conversation_id=leaving.conversation_id, role=Role.OWNER)
    if leaving.role == Role.OWNER and not others.exclude(pk=leaving.pk).exists():
        raise LastOwner
