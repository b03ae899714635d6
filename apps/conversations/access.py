"""Who may know of what, and who may do what: every gate returns the object asked for, or raises.

What is hidden raises the same `NotFound` as what does not exist.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q, QuerySet

from apps.conversations.models import Conversation, ConversationKind, Membership, Message, Role
from apps.core.errors import Forbidden, NotFound
from apps.core.ids import is_name, parse_id

if TYPE_CHECKING:
    from apps.accounts.models import User

IN_USE = ~Q(conversation__kind=ConversationKind.CLOSED)
"""The condition for what belongs to a conversation that was not deleted: its memberships go a portion at a time."""
RANK = {Role.MEMBER: 0, Role.ADMIN: 1, Role.OWNER: 2}


def access_conversation(user_id: UUID, ref: str) -> tuple[Conversation, Membership | None]:
    """Return a conversation that `user_id` may know of, by id or slug: their own, or any room (then maybe without
    a membership). Raises `NotFound`.
    """
    membership = _memberships_at(ref).filter(user_id=user_id).first()
    if membership is not None:
        return membership.conversation, membership
    room = Conversation.objects.filter(_place(ref), kind=ConversationKind.ROOM).first()
    if room is None:
        raise NotFound
    return room, None


def access_membership(user_id: UUID, ref: str) -> Membership:
    """Return the membership of `user_id`, with its conversation.

    Raises `Forbidden` for a room that they have not joined, `NotFound` for anything else that is not theirs.
    """
    _, membership = access_conversation(user_id, ref)
    if membership is None:
        raise Forbidden("Join this room first.")
    return membership


def access_message(user_id: UUID, message_id: str) -> tuple[Message, Membership]:
    """Return a message that `user_id` may see, with its sender and conversation, and their membership there.

    Raises `NotFound`, for what lies before `visible_from` too.
    """
    message = find_message(message_id)
    membership = (
        Membership.objects.select_related("conversation")
        .filter(
            IN_USE, user_id=user_id, conversation_id=message.conversation_id, visible_from__lte=message.seq
        )
        .first()
    )
    if membership is None:
        raise NotFound
    return message, membership


def may_see_message(user_id: UUID, message_id: UUID) -> bool:
    """Whether `user_id` may see a message that was not deleted, and so what hangs on it."""
    return Message.objects.filter(visible_to(user_id), id=message_id, deleted_at=None).exists()


def find_message(message_id: str) -> Message:
    """Return a message whoever asks: for staff, and for gates that go on to judge. Raises `NotFound`."""
    known = parse_id(message_id)
    if known is None:
        raise NotFound
    found = Message.objects.select_related("sender", "conversation", "reply_to", "reply_to__sender")
    message = found.filter(id=known).first()
    if message is None:
        raise NotFound
    return message


def find_conversation_id(ref: str) -> UUID:
    """Return the id that `ref` spells, unchecked, or that of the room which it names. Raises `NotFound`."""
    known = parse_id(ref)
    if known is not None:
        return known
    room = Conversation.objects.filter(_place(ref)).values_list("id", flat=True).first()
    if room is None:
        raise NotFound
    return room


def may_see(conversation: Conversation, membership: Membership | None) -> Membership:
    """Return the membership that was found in a locked conversation, or raise as `access_membership` does."""
    if membership is not None:
        return membership
    if conversation.kind == ConversationKind.ROOM:
        raise Forbidden("Join this room first.")
    raise NotFound


def may_run(membership: Membership | None, *, least: Role = Role.ADMIN) -> None:
    """Let owners and admins through; `least` may ask for owners. Raises `Forbidden`."""
    if membership is None or RANK[Role(membership.role)] < RANK[least]:
        raise Forbidden


def may_moderate(actor: "User", membership: Membership | None) -> None:
    """Let owners, admins and the installation's staff through, who need no membership. Raises `Forbidden`."""
    if not actor.is_staff:
        may_run(membership)


def may_act_on(actor: "User", own: Membership | None, other: Membership) -> None:
    """Let owners and staff act on everybody, admins on plain members. Raises `Forbidden`."""
    may_moderate(actor, own)
    if actor.is_staff or (own is not None and own.role == Role.OWNER) or other.role == Role.MEMBER:
        return
    raise Forbidden("You may not act on somebody of this role.")


def not_direct(conversation: Conversation) -> None:
    """Keep a conversation of two people what it is."""
    if conversation.kind == ConversationKind.DIRECT:
        raise Forbidden("A direct conversation has two people, for good.")


def visible_messages(membership: Membership) -> Q:
    """Return the condition for the messages of its conversation that a membership may see."""
    return Q(conversation_id=membership.conversation_id, seq__gte=membership.visible_from)


def visible_to(user_id: UUID) -> Q:
    """Return the condition for the messages of all conversations that `user_id` may see."""
    return IN_USE & Q(
        conversation__memberships__user_id=user_id,
        seq__gte=F("conversation__memberships__visible_from"),
    )


def _place(ref: str, prefix: str = "") -> Q:
    known = parse_id(ref)
    if known is not None:
        return Q(**{f"{prefix}id": known})
    slug = ref.casefold()
    if not is_name(slug):
        raise NotFound
    return Q(**{f"{prefix}slug": slug})


def _memberships_at(ref: str) -> QuerySet[Membership]:
    return Membership.objects.select_related("conversation").filter(IN_USE, _place(ref, "conversation__"))
