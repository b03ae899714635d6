"""Who may see and change the webhooks of a conversation: its owners and admins."""

from uuid import UUID

from apps.conversations.access import access_conversation, may_run, not_direct
from apps.core.errors import NotFound
from apps.core.ids import parse_id
from apps.notifications.models import Webhook


def access_webhooks(user_id: UUID, ref: str) -> UUID:
    """Return the conversation whose webhooks `user_id` may run.

    Raises `NotFound` to who is not in it, `Forbidden` to plain members, and in direct conversations to both.
    """
    conversation, membership = access_conversation(user_id, ref)
    if membership is None:
        raise NotFound
    not_direct(conversation)
    may_run(membership)
    return conversation.id


def access_webhook(user_id: UUID, ref: str, webhook_id: str) -> Webhook:
    """Return one webhook, with its maker. Raises as `access_webhooks` does, and `NotFound` when there is none."""
    conversation_id = access_webhooks(user_id, ref)
    known = parse_id(webhook_id)
    rows = Webhook.objects.select_related("created_by").filter(conversation_id=conversation_id)
    found = None if known is None else rows.filter(id=known).first()
    if found is None:
        raise NotFound
    return found
