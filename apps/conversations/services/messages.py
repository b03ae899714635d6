"""Saying something: the one write path of docs/architecture.md, over whichever transport it comes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from apps.accounts.selectors import find_account
from apps.conversations import search_index
from apps.conversations.access import find_conversation_id, may_see
from apps.conversations.models import Conversation, EntryType, Membership, Message
from apps.conversations.services import content, direct, log
from apps.conversations.services.changes import delete_message, edit_message, react
from apps.core import transactions
from apps.core.errors import Conflict, Invalid
from apps.core.ids import new_id, parse_id
from apps.core.statements import affects, insert

if TYPE_CHECKING:
    from apps.accounts.models import User

__all__ = ["Sent", "delete_message", "edit_message", "react", "send_direct", "send_message"]

_PROBE = "SELECT 1 FROM conversations_message WHERE sender_id = %s AND client_id = %s"
_HAS_READ = """
    UPDATE conversations_membership SET read_seq = %s, changed_at = %s WHERE conversation_id = %s AND user_id = %s
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that is in the record; `duplicate` when an earlier try had put it there."""

    message: Message
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say, checked as far as it can be without the record."""

    sender: "User"
    body: str
    client_id: str
    reply_to: UUID | None
    fingerprint: str
    id: UUID = field(default_factory=new_id)


def send_message(
    sender: "User",
    conversation_ref: str,
    *,
    body: str,
    client_id: str | None = None,
    reply_to: str | None = None,
) -> Sent:
    """Say `body` in a conversation, once per `client_id` for ever.

    Raises `Invalid`, `NotFound`, `Forbidden` (a room not joined, a block), `Conflict` (the `client_id` was used for
    something else).
    """
    draft = _draft(sender, body, client_id, reply_to)
    return transactions.run(lambda: _send_once(draft, lambda: find_conversation_id(conversation_ref)))


def send_direct(sender: "User", user_ref: str, *, body: str, client_id: str | None = None) -> Sent:
    """Say `body` to one person, opening the direct conversation if need be. Raises as `send_message` does."""
    draft = _draft(sender, body, client_id, None)
    return transactions.run(
        lambda: _send_once(draft, lambda: direct.find_or_open(sender, find_account(user_ref))[0].id)
    )


def _draft(sender: "User", body: str, client_id: str | None, reply_to: str | None) -> Draft:
    return Draft(
        sender=sender,
        body=content.checked_body(body),
        client_id=content.checked_client_id(client_id),
        reply_to=_reply_id(reply_to),
        fingerprint=content.fingerprint(body, reply_to and reply_to.lower()),
    )


def _reply_id(reply_to: str | None) -> UUID | None:
    if reply_to is None:
        return None
    found = parse_id(reply_to)
    if found is None:
        raise _no_such_message()
    return found


def _send_once(draft: Draft, conversation: Callable[[], UUID]) -> Sent:
    if not affects(_PROBE, draft.sender.id, draft.client_id):
        return Sent(_send(draft, conversation()), duplicate=False)
    earlier = Message.objects.get(sender=draft.sender, client_id=draft.client_id)
    if earlier.fingerprint != draft.fingerprint or earlier.conversation_id != conversation():
        raise Conflict(attr="client_id")
    return Sent(earlier, duplicate=True)


def _send(draft: Draft, conversation_id: UUID) -> Message:
    conversation = log.advance_with_message(conversation_id, draft.id)
    _sender_has_read(conversation, draft.sender)
    direct.check_blocks(conversation)
    message = Message(
        id=draft.id,
        conversation=conversation,
        seq=conversation.head,
        updated_seq=conversation.head,
        sender=draft.sender,
        client_id=draft.client_id,
        fingerprint=draft.fingerprint,
        body=draft.body,
        mentions=content.mentions_in(draft.body, conversation.id),
        reply_to=_quoted(draft, conversation),
        created_at=conversation.changed_at,
    )
    insert(message)
    search_index.add(message)
    log.write(conversation, EntryType.MESSAGE, draft.sender, message=message)
    return message


def _sender_has_read(conversation: Conversation, sender: "User") -> None:
    """Move the sender's read position to its own message: who has none, under the lock, is no member."""
    if not affects(_HAS_READ, conversation.head, conversation.changed_at, conversation.id, sender.id):
        may_see(conversation, None)


def _quoted(draft: Draft, conversation: Conversation) -> Message | None:
    if draft.reply_to is None:
        return None
    visible = Membership.objects.filter(conversation=conversation, user=draft.sender).values("visible_from")
    found = (
        Message.objects.select_related("sender")
        .filter(id=draft.reply_to, conversation=conversation, seq__gte=visible)
        .first()
    )
    if found is None:
        raise _no_such_message()
    return found


def _no_such_message() -> Invalid:
    return Invalid("There is no such message to reply to.", attr="reply_to")
