"""Making, changing and ending webhooks."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from msgspec import UNSET, UnsetType

from apps.conversations.access import access_membership, find_conversation_id
from apps.conversations.services import log
from apps.core import clock, transactions
from apps.core.errors import Invalid, LimitReached
from apps.notifications import target
from apps.notifications.access import access_webhook, access_webhooks
from apps.notifications.models import Webhook, new_secret
from apps.outbox.adding import add

if TYPE_CHECKING:
    from apps.accounts.models import User

WHOLE: dict[str, Any] = {
    "active": True,
    "disabled_at": None,
    "failing_since": None,
    "failures": 0,
    "next_attempt_at": None,
}
"""A webhook of which nothing bad is known."""


def create(user: "User", ref: str, address: str) -> Webhook:
    """Have `address` hear of a conversation. Raises `Invalid`, `LimitReached`, and as `access_webhooks` does."""
    _check_address(address)
    return transactions.run(lambda: _create(user, ref, address))


def change(
    user: "User",
    ref: str,
    webhook_id: str,
    *,
    address: str | UnsetType = UNSET,
    active: bool | UnsetType = UNSET,
) -> Webhook:
    """Change what is given. Raises `Invalid`, and as `access_webhook` does."""
    changed: dict[str, Any] = {}
    if address is not UNSET:
        _check_address(address)
        changed["address"] = address
    if active is not UNSET:
        changed |= WHOLE if active else {"active": False}
    return _update(user, ref, webhook_id, changed)


def rotate(user: "User", ref: str, webhook_id: str) -> Webhook:
    """Give a webhook another secret, with which all attempts from now on are signed."""
    return _update(user, ref, webhook_id, {"secret": new_secret()})


def delete(user: "User", ref: str, webhook_id: str) -> None:
    """End a webhook; what still waits for it is forgotten."""
    transactions.run(lambda: access_webhook(user.id, ref, webhook_id).delete())


def test(user: "User", ref: str, webhook_id: str) -> None:
    """Have one delivery without an entry attempted once, soon; `last_status` and `last_error` tell what came of it."""

    def work() -> None:
        add("webhook_test", {"webhook": str(access_webhook(user.id, ref, webhook_id).id)})

    transactions.run(work)


def disable(webhooks: QuerySet[Webhook]) -> int:
    """Switch these off, for staff; return how many."""
    return transactions.run(lambda: webhooks.order_by().update(active=False))


def enable(webhooks: QuerySet[Webhook]) -> int:
    """Switch these on again, for staff; return how many."""
    return transactions.run(lambda: webhooks.order_by().update(**WHOLE))


def _create(user: "User", ref: str, address: str) -> Webhook:
    # Locked, so that two who make the last one at once make one.
    conversation = log.lock(find_conversation_id(ref))
    access_webhooks(user.id, str(conversation.id))
    if Webhook.objects.filter(conversation=conversation).count() >= settings.LIMITS["webhooks"]:
        raise LimitReached("This conversation has as many webhooks as it may have.")
    return Webhook.objects.create(
        conversation=conversation,
        address=address,
        visible_from=access_membership(user.id, str(conversation.id)).visible_from,
        created_by=user,
        created_at=clock.now(),
    )


def _update(user: "User", ref: str, webhook_id: str, changed: dict[str, Any]) -> Webhook:
    def work() -> Webhook:
        webhook = access_webhook(user.id, ref, webhook_id)
        if changed:
            Webhook.objects.filter(id=webhook.id).update(**changed)
        for name, value in changed.items():
            setattr(webhook, name, value)
        return webhook

    return transactions.run(work)


def _check_address(address: str) -> None:
    try:
        target.check(address)
    except target.Refused as refused:
        raise Invalid(str(refused), attr="address") from None
