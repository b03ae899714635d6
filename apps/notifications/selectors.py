"""Webhooks as REST shows them, and what the worker asks about them."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.frames import brief
from apps.conversations.selectors import log
from apps.notifications import bodies
from apps.notifications.models import Webhook


def webhooks_of(conversation_id: UUID) -> QuerySet[Webhook]:
    """Return the webhooks of a conversation with their makers, to be ordered, cut and given to `project`."""
    return Webhook.objects.select_related("created_by").filter(conversation_id=conversation_id)


def project(webhooks: Iterable[Webhook]) -> list[bodies.Webhook]:
    return [view(webhook) for webhook in webhooks]


def view(webhook: Webhook) -> bodies.Webhook:
    return bodies.Webhook(**_fields(webhook))


def made_view(webhook: Webhook) -> bodies.WebhookMade:
    """Return a webhook with its secret, for whoever has just made it."""
    return bodies.WebhookMade(**_fields(webhook), secret=webhook.secret)


def active_in(conversation_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return the active webhooks of each of these conversations, none for most: one statement."""
    rows = Webhook.objects.filter(conversation_id__in=conversation_ids, active=True).order_by("id")
    found: dict[UUID, list[UUID]] = {}
    for conversation_id, webhook_id in rows.values_list("conversation_id", "id"):
        found.setdefault(conversation_id, []).append(webhook_id)
    return found


def find(webhook_id: str) -> Webhook | None:
    return Webhook.objects.filter(id=webhook_id).first()


def entry_for(webhook: Webhook, seq: int) -> bytes | None:
    """Return an entry of the log, as JSON, as `webhook` may see it now; None when there is none for it."""
    entries = log.common_entries(webhook.conversation_id, seq - 1, 1)
    if not entries or entries[0].seq != seq or seq < webhook.visible_from:
        return None
    entry = entries[0]
    quotes_too_much = entry.payload_unquoted and entry.quotes_seq < webhook.visible_from
    return entry.payload_unquoted if quotes_too_much else entry.payload


def _fields(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": str(webhook.id),
        "conversation": str(webhook.conversation_id),
        "address": webhook.address,
        "active": webhook.active,
        "created_by": None if webhook.created_by is None else brief(webhook.created_by),
        "created_at": webhook.created_at,
        "failing_since": webhook.failing_since,
        "failures": webhook.failures,
        "disabled_at": webhook.disabled_at,
        "last_status": webhook.last_status,
        "last_error": webhook.last_error,
    }
