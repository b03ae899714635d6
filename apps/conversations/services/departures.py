"""Leaving a group or room; and sending people away, for now or until a ban is lifted."""

from typing import TYPE_CHECKING

from apps.accounts.selectors import find_account
from apps.conversations.access import access_membership, may_act_on, may_moderate, may_see, not_direct
from apps.conversations.models import ConversationBan, Membership
from apps.conversations.services import log
from apps.conversations.services.membership import (
    end,
    is_banned,
    keep_an_owner,
    locked,
    membership_of,
    present_member,
)
from apps.core import transactions
from apps.core.errors import Forbidden

if TYPE_CHECKING:
    from apps.accounts.models import User


def leave(user: "User", ref: str) -> Membership:
    """Leave a group or room and return the membership that ended.

    Raises `NotFound`, `Forbidden` (a direct conversation, a room not joined), `LastOwner`.
    """
    return transactions.run(lambda: _leave(user, ref))


def remove(actor: "User", ref: str, user_ref: str) -> Membership:
    """Remove a member and return the membership that ended; removing oneself is leaving.

    Owners remove everybody, admins plain members, staff whom they like. Raises `NotFound`, `Forbidden`.
    """
    user = find_account(user_ref)
    if user.id == actor.id:
        return leave(actor, ref)
    return transactions.run(lambda: _remove(actor, ref, user))


def ban(actor: "User", ref: str, user_ref: str) -> None:
    """Keep somebody out, a member or not: a member is removed. Raises as `remove` does."""
    transactions.run(lambda: _ban(actor, ref, find_account(user_ref)))


def unban(actor: "User", ref: str, user_ref: str) -> None:
    """Let somebody come back; nothing happens to who is not banned. Raises `NotFound`, `Forbidden`."""
    transactions.run(lambda: _unban(actor, ref, find_account(user_ref)))


def _leave(user: "User", ref: str) -> Membership:
    conversation = log.lock(access_membership(user.id, ref).conversation_id)
    membership = may_see(conversation, membership_of(user, conversation))
    not_direct(conversation)
    if conversation.members_count > 1:
        keep_an_owner(membership)
    return end(membership, user)


def _remove(actor: "User", ref: str, user: "User") -> Membership:
    conversation, own = locked(actor, ref)
    may_moderate(actor, own)
    membership = present_member(user, conversation)
    may_act_on(actor, own, membership)
    return end(membership, actor)


def _ban(actor: "User", ref: str, user: "User") -> None:
    conversation, own = locked(actor, ref)
    may_moderate(actor, own)
    if user.id == actor.id:
        raise Forbidden("Nobody bans themselves.")
    membership = membership_of(user, conversation)
    if membership is not None:
        may_act_on(actor, own, membership)
        end(membership, actor)
    else:
        # Written, as whoever comes in meanwhile writes it: where no lock makes one wait, one of the two runs again.
        log.advance(conversation.id, entries=0)
    if not is_banned(user, conversation):
        ConversationBan.objects.create(conversation=conversation, user=user, by=actor)


def _unban(actor: "User", ref: str, user: "User") -> None:
    conversation, own = locked(actor, ref)
    may_moderate(actor, own)
    ConversationBan.objects.filter(conversation=conversation, user=user).delete()
