"""Changing what was said: edits, deletions, reactions. What changes nothing writes no entry."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings

from apps.conversations import search_index
from apps.conversations.access import access_message, find_message, may_moderate
from apps.conversations.models import Conversation, EntryType, Membership, Message, Reaction
from apps.conversations.selectors.projection import HOLDER
from apps.conversations.services import content, direct, log
from apps.core import transactions
from apps.core.errors import Forbidden, LimitReached
from apps.files.services import attaching

if TYPE_CHECKING:
    from apps.accounts.models import User


def edit_message(actor: "User", message_id: str, body: str) -> Message:
    """Give one's own message a new body and return it. Raises `Invalid`, `NotFound`, `Forbidden`."""
    content.checked_body(body)
    return transactions.run(lambda: _edit(actor, message_id, body))


def delete_message(actor: "User", message_id: str) -> None:
    """Take back what a message says, for good; its place in the log stays.

    The sender may, owners and admins of a group or room, and staff. Raises `NotFound`, `Forbidden`.
    """
    transactions.run(lambda: _delete(actor, message_id))


def react(actor: "User", message_id: str, emoji: str, *, on: bool) -> Message:
    """Give a message an emoji, or take it back, and return it. Raises `Invalid`, `NotFound`, `Forbidden`, and
    `LimitReached` for one distinct emoji too many.
    """
    content.checked_emoji(emoji)
    return transactions.run(lambda: _react(actor, message_id, emoji, on=on))


def _edit(actor: "User", message_id: str, body: str) -> Message:
    message = _locked(lambda: _visible(actor, message_id))
    _still_there(message)
    if message.sender_id != actor.id:
        raise Forbidden("Only its sender changes a message.")
    direct.check_blocks([message.conversation])
    if message.body == body:
        return message
    conversation = log.advance(message.conversation_id)
    message.body = body
    message.mentions = content.mentions_in(body, conversation.id)
    message.edited_at = conversation.changed_at
    _save(message, conversation, "body", "mentions", "edited_at")
    search_index.index(message)
    log.write(conversation, EntryType.MESSAGE_EDITED, actor, message=message)
    return message


def _delete(actor: "User", message_id: str) -> None:
    message = _locked(lambda: _deletable(actor, message_id))
    if message.deleted_at is not None:
        return
    conversation = log.advance(message.conversation_id)
    message.body = ""
    message.mentions = []
    message.deleted_at = conversation.changed_at
    if message.attached:
        attaching.release(HOLDER, [message.id])
    message.attached = None
    _save(message, conversation, "body", "mentions", "deleted_at", "attached")
    Reaction.objects.filter(message=message).delete()
    search_index.remove(message)
    log.write(conversation, EntryType.MESSAGE_DELETED, actor, message=message)


def _react(actor: "User", message_id: str, emoji: str, *, on: bool) -> Message:
    message = _locked(lambda: _visible(actor, message_id))
    _still_there(message)
    direct.check_blocks([message.conversation])
    given = Reaction.objects.filter(message=message, emoji=emoji)
    if given.filter(user=actor).exists() == on:
        return message
    if on:
        _check_room_for(message, emoji)
    conversation = log.advance(message.conversation_id)
    if on:
        Reaction.objects.create(message=message, user=actor, emoji=emoji, created_at=conversation.changed_at)
    else:
        given.filter(user=actor).delete()
    _save(message, conversation)
    delta = {"emoji": emoji, "on": on, "count": given.count()}
    log.write(conversation, EntryType.REACTION, actor, message=message, delta=delta)
    return message


def _locked(look: Callable[[], Message]) -> Message:
    """Return a message as it stands once its conversation is locked."""
    log.lock(look().conversation_id)
    # Again: the message and the membership may have changed while the lock was waited for.
    return look()


def _visible(actor: "User", message_id: str) -> Message:
    return access_message(actor.id, message_id)[0]


def _deletable(actor: "User", message_id: str) -> Message:
    message = find_message(message_id) if actor.is_staff else _visible(actor, message_id)
    if message.sender_id != actor.id:
        may_moderate(actor, _membership(actor, message))
    return message


def _membership(actor: "User", message: Message) -> Membership | None:
    return Membership.objects.filter(user=actor, conversation_id=message.conversation_id).first()


def _still_there(message: Message) -> None:
    if message.deleted_at is not None:
        raise Forbidden("This message was deleted.")


def _check_room_for(message: Message, emoji: str) -> None:
    distinct = set(Reaction.objects.filter(message=message).values_list("emoji", flat=True).distinct())
    if emoji not in distinct and len(distinct) >= settings.LIMITS["reactions_per_message"]:
        raise LimitReached("This message has too many different reactions.")


def _save(message: Message, conversation: Conversation, *fields: str) -> None:
    message.updated_seq = conversation.head
    message.save(update_fields=[*fields, "updated_seq"])
