"""Coming and going. In groups each is an entry of the log; in rooms they change the count only."""

from datetime import datetime
from typing import TYPE_CHECKING

from apps.accounts.selectors import find_account, find_user
from apps.accounts.services.accounts import touch
from apps.conversations.access import access_membership, find_conversation_id, may_run
from apps.conversations.models import ConversationKind, EntryType, Membership, Role
from apps.conversations.services import direct, log
from apps.conversations.services.departures import ban, leave, remove, unban
from apps.conversations.services.membership import (
    admit,
    is_banned,
    keep_an_owner,
    locked,
    membership_of,
    present_member,
)
from apps.core import transactions
from apps.core.clock import DatabaseNow
from apps.core.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from apps.accounts.models import User

__all__ = ["ban", "change_role", "invite", "join", "leave", "mute", "remove", "unban"]


def join(user: "User", ref: str) -> Membership:
    """Come into a room and return the membership, the present one of whoever is in already.

    Raises `NotFound` (a group, to strangers), `Forbidden` (banned from the room), `LimitReached`.
    """
    return transactions.run(lambda: _join(user, ref))


def invite(actor: "User", ref: str, user_ref: str, role: Role | None = None) -> tuple[Membership, bool]:
    """Bring somebody in and return their membership, and whether it was made now: not for whoever is in already.

    Owners and admins may; only owners with another role than `member`. Raises `NotFound`, `Forbidden` (a block or a
    ban too), `LimitReached`.
    """
    return transactions.run(lambda: _invite(actor, ref, find_user(user_ref), role or Role.MEMBER))


def change_role(actor: "User", ref: str, user_ref: str, role: Role) -> Membership:
    """Give a member another role, as owners may, and return the membership. Raises `LastOwner` too."""
    return transactions.run(lambda: _change_role(actor, ref, find_account(user_ref), role))


def mute(user: "User", ref: str, until: datetime | None) -> Membership:
    """Want no notifications of a conversation until then (None: want them again), and return the membership."""
    return transactions.run(lambda: _mute(user, ref, until))


def _join(user: "User", ref: str) -> Membership:
    conversation = log.lock(find_conversation_id(ref))
    present = membership_of(user, conversation)
    if present is not None:
        return present
    if conversation.kind != ConversationKind.ROOM:
        raise NotFound
    if is_banned(user, conversation):
        raise Forbidden("You are banned from this room.")
    return admit(user, conversation, Role.MEMBER, by=user)


def _invite(actor: "User", ref: str, user: "User", role: Role) -> tuple[Membership, bool]:
    conversation, own = locked(actor, ref)
    may_run(own, least=Role.ADMIN if role == Role.MEMBER else Role.OWNER)
    present = membership_of(user, conversation)
    if present is not None:
        return present, False
    if is_banned(user, conversation):
        raise Forbidden("This person is banned here.")
    direct.check_invitation(actor, user)
    return admit(user, conversation, role, by=actor), True


def _change_role(actor: "User", ref: str, user: "User", role: Role) -> Membership:
    conversation, own = locked(actor, ref)
    may_run(own, least=Role.OWNER)
    membership = present_member(user, conversation)
    if membership.role == role:
        return membership
    keep_an_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    membership.conversation = log.advance(conversation.id, members=True)
    log.publish_members(membership.conversation, user.id)
    delta = {"user": str(user.id), "role": str(role)}
    log.write(membership.conversation, EntryType.MEMBER_ROLE, actor, delta=delta)
    touch([user.id])
    return membership


def _mute(user: "User", ref: str, until: datetime | None) -> Membership:
    membership = access_membership(user.id, ref)
    if membership.muted_until != until:
        membership.muted_until = until
        Membership.objects.filter(pk=membership.pk).update(muted_until=until, changed_at=DatabaseNow())
        touch([user.id])
    return membership
