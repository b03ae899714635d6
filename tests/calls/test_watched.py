"""A worker looks after calls: each has one row of the outbox for as long as it lives."""

from datetime import timedelta

import pytest
from django.db.models import F

from apps.accounts.models import User
from apps.calls.models import Call
from apps.calls.services import joining
from apps.conversations.models import Conversation
from apps.fanout.presence import presence
from apps.outbox.models import OutboxRow
from apps.outbox.worker import Worker

from .conftest import device_of, start, states

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(minutes=2)
SECONDS = 10.0


def look() -> None:
    """Have a worker look at every call now."""
    OutboxRow.objects.filter(kind="call").update(due_at=F("due_at") - LATER)
    Worker().catch_up(SECONDS)


def test_a_call_is_watched_until_it_ends(alice: User, bob: User, direct: Conversation) -> None:
    for user in (alice, bob):
        presence().seen(str(user.id))
    call = start(alice, direct)
    look()
    assert states(call) == {"alice": "joined", "bob": "ringing"}
    joining.accept(bob, str(call.id), device_of(bob))
    look()
    assert OutboxRow.objects.filter(kind="call", attempts=0, dead_at=None).count() == 1
    joining.hang_up(bob, str(call.id))
    look()
    assert not OutboxRow.objects.filter(kind="call").exists()


def test_a_call_that_nobody_answers_is_missed(alice: User, bob: User, direct: Conversation) -> None:
    presence().seen(str(alice.id))
    call = start(alice, direct)
    Call.objects.update(ring_until=F("ring_until") - LATER)
    look()
    assert states(call) == {"alice": "left", "bob": "missed"}
    assert Call.objects.get().end_reason == "missed"
    assert not OutboxRow.objects.filter(kind="call").exists()
