"""From an entry of the log to a signed request: who is told, what, and what is not told."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.conversations.models import Conversation, Role
from apps.conversations.services import members, messages
from apps.conversations.services.messages import send_message
from apps.notifications.deliveries import deliver, deliver_test
from apps.notifications.models import Webhook
from apps.notifications.recipients import fan_out
from apps.notifications.services import webhooks
from apps.outbox import claims
from apps.outbox.adding import add
from apps.outbox.models import OutboxRow

from .conftest import job
from .receiver import Received, Receiver

pytestmark = pytest.mark.django_db
Say = Callable[[str], int]


def entries(group: Conversation, *seqs: int) -> list[claims.Job]:
    """Return the jobs of these entries, claimed; others of them are set aside."""
    OutboxRow.objects.all().delete()
    add("entry", *({"conversation": str(group.id), "seq": seq} for seq in seqs))
    return claims.claim({"entry": len(seqs)})


def told(receiver: Receiver) -> dict[str, object]:
    body: dict[str, object] = json.loads(receiver.next().body)
    return body


def test_an_entry_becomes_one_delivery_for_each_active_webhook(
    alice: User, group: Conversation, webhook: Webhook, say: Say
) -> None:
    other = webhooks.create(alice, str(group.id), "https://example.org/other")
    webhooks.change(
        alice,
        str(group.id),
        str(webhooks.create(alice, str(group.id), "https://example.org/off").id),
        active=False,
    )
    fan_out(entries(group, say("one"), say("two")))
    left = OutboxRow.objects.order_by("id")
    assert [(row.kind, row.payload) for row in left] == [
        ("webhook", {"webhook": str(one.id), "seq": seq}) for seq in (1, 2) for one in (webhook, other)
    ]


def test_an_entry_nobody_asked_for_is_done_in_two_statements(group: Conversation, say: Say) -> None:
    jobs = entries(group, say("one"), say("two"))
    with CaptureQueriesContext(connection) as statements:
        fan_out(jobs)
    assert len([each for each in statements if "SAVEPOINT" not in each["sql"]]) == 2
    assert not OutboxRow.objects.exists()


def test_who_has_lost_the_lease_tells_nobody(group: Conversation, webhook: Webhook, say: Say) -> None:
    jobs = entries(group, say("one"))
    OutboxRow.objects.update(lease=None)
    fan_out(jobs)
    assert [row.kind for row in OutboxRow.objects.all()] == ["entry"]


def verified(secret: str, request: Received) -> bool:
    """Whether the signature holds, as docs/webhooks.md tells receivers to find out."""
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", request.headers["Parley-Signature"])
    if found is None or abs(time.time() - int(found[1])) > 300:
        return False
    signed = hmac.new(secret.encode(), f"{found[1]}.".encode() + request.body, hashlib.sha256)
    return hmac.compare_digest(signed.hexdigest(), found[2])


def test_what_is_posted(alice: User, webhook: Webhook, receiver: Receiver, say: Say) -> None:
    one = job(webhook, say("hello"))
    deliver([one])
    request = receiver.next()
    body = json.loads(request.body)
    assert (body["id"], body["type"], body["conversation"]) == (
        str(one.id),
        "message",
        str(webhook.conversation_id),
    )
    assert {name: body["entry"][name] for name in ("type", "seq", "body", "reactions", "actor")} == {
        "type": "message",
        "seq": 1,
        "body": "hello",
        "reactions": [],
        "actor": str(alice.id),
    }
    headers = {name: request.headers[name] for name in ("Content-Type", "User-Agent", "Parley-Delivery")}
    assert list(headers.values()) == ["application/json", "Parley", str(one.id)]
    assert verified(webhook.secret, request)
    assert not verified("whsec_another", request)


def test_after_a_rotation_the_new_secret_signs(
    alice: User, group: Conversation, webhook: Webhook, receiver: Receiver, say: Say
) -> None:
    rotated = webhooks.rotate(alice, str(group.id), str(webhook.id))
    deliver([job(webhook, say("hello"))])
    request = receiver.next()
    assert (verified(rotated.secret, request), verified(webhook.secret, request)) == (True, False)


def test_what_was_deleted_or_edited_meanwhile(
    alice: User, group: Conversation, webhook: Webhook, receiver: Receiver
) -> None:
    first, second = (send_message(alice, str(group.id), body=body).message for body in ("one", "two"))
    messages.delete_message(alice, str(first.id))
    messages.edit_message(alice, str(second.id), "newer")
    for seq in (1, 2, 3, 4):
        deliver([job(webhook, seq)])
    seen = [told(receiver) for _ in range(4)]
    assert [one["type"] for one in seen] == [
        "message",
        "message",
        "message_deleted",
        "message_edited",
    ]
    assert [one["entry"]["body"] for one in seen[:2]] == [None, "newer"]  # type: ignore[index]


def test_nothing_is_quoted_from_before_what_its_maker_may_see(
    alice: User, bob: User, carol: User, group: Conversation, webhook: Webhook, receiver: Receiver
) -> None:
    old = send_message(alice, str(group.id), body="before carol").message
    members.invite(alice, str(group.id), "carol")
    members.change_role(alice, str(group.id), "carol", Role.ADMIN)
    hers = webhooks.create(carol, str(group.id), receiver.address)
    reply = send_message(alice, str(group.id), body="after", reply_to=str(old.id)).message
    for one in (webhook, hers):
        deliver([job(one, reply.seq)])
    quotes = [told(receiver)["entry"]["reply_to"] for _ in range(2)]  # type: ignore[index]
    assert (quotes[0]["excerpt"], quotes[1]) == ("before carol", None)
    deliver([job(hers, old.seq)])
    assert receiver.requests.empty()


def test_a_webhook_or_an_entry_that_is_gone_is_no_failure(
    alice: User, group: Conversation, webhook: Webhook, receiver: Receiver, say: Say
) -> None:
    seq = say("hello")
    deliver([job(webhook, 99)])
    webhooks.change(alice, str(group.id), str(webhook.id), active=False)
    deliver([job(webhook, seq)])
    webhooks.delete(alice, str(group.id), str(webhook.id))
    deliver([job(webhook, seq)])
    deliver_test([job(webhook)])
    assert receiver.requests.empty()


def test_a_test_is_one_attempt_and_counts_for_nothing(webhook: Webhook, receiver: Receiver) -> None:
    receiver.statuses = [500, 204]
    deliver_test([job(webhook)])
    body = told(receiver)
    assert (body["type"], body["entry"]) == ("test", None)
    webhook.refresh_from_db()
    assert (webhook.last_status, webhook.last_error, webhook.failures) == (500, "HTTP 500", 0)
    deliver_test([job(webhook)])
    webhook.refresh_from_db()
    assert (webhook.last_status, webhook.last_error) == (204, "")
