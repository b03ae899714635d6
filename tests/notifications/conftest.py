"""A group with a webhook, and somebody who hears it."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from apps.accounts.models import User
from apps.conversations.models import Conversation
from apps.conversations.services.conversations import NewConversation, create
from apps.conversations.services.messages import send_message
from apps.notifications import deliveries
from apps.notifications.models import Webhook
from apps.notifications.services import webhooks
from apps.outbox.claims import Job

from .receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def _this_machine_may_be_posted_to(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)


@pytest.fixture(autouse=True)
def _the_connection_stays_with_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the test's transaction; workers are in none when they post."""
    monkeypatch.setattr(deliveries, "close_old_connections", lambda: None)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def group(alice: User, bob: User) -> Conversation:
    """Alice's group, with Bob."""
    return create(alice, NewConversation(kind="group", title="Tea", members=["bob"]))[0]


@pytest.fixture
def webhook(alice: User, group: Conversation, receiver: Receiver) -> Webhook:
    return webhooks.create(alice, str(group.id), receiver.address)


@pytest.fixture
def say(alice: User, group: Conversation) -> Callable[[str], int]:
    """Return how Alice says something in her group, which answers its `seq`."""
    return lambda body: send_message(alice, str(group.id), body=body).message.seq


def job(webhook: Webhook, seq: int | None = None, id_: UUID | None = None) -> Job:
    """Return the job of delivering an entry, as if a worker had claimed it; without `seq`, of a test."""
    payload: dict[str, object] = {"webhook": str(webhook.id)}
    if seq is not None:
        payload["seq"] = seq
    return Job(id_ or uuid4(), "webhook", payload, 1, uuid4())
