"""The database's clock, and that a time it wrote is equal to what is read of it."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.conversations.models import Conversation
from apps.conversations.services import log
from apps.conversations.services.conversations import NewConversation, create
from apps.core import clock

pytestmark = pytest.mark.django_db


def test_the_clock_is_the_databases_and_in_utc() -> None:
    now = clock.now()
    assert now.tzinfo is UTC
    assert abs(timezone.now() - now) < timedelta(minutes=1)
    assert clock.now() >= now


def test_a_columns_default_is_found_by_what_was_read(alice: User) -> None:
    alice.refresh_from_db()
    assert User.objects.filter(changed_at=alice.changed_at).exists()
    assert not User.objects.filter(changed_at__lt=alice.changed_at).exists()
    assert not User.objects.filter(changed_at__gt=alice.changed_at).exists()


@pytest.mark.parametrize("distance", [timedelta(), timedelta(days=1), timedelta(microseconds=1)])
def test_what_an_update_wrote_is_found_by_what_was_read(alice: User, distance: timedelta) -> None:
    User.objects.update(changed_at=clock.DatabaseNow() - distance)
    alice.refresh_from_db()
    assert User.objects.filter(changed_at=alice.changed_at).exists()


def test_the_time_of_an_entry_is_found_by_what_was_read(alice: User) -> None:
    group, _ = create(alice, NewConversation(kind="group", title="Tea", members=[]))
    advanced = log.advance(group.id)
    assert Conversation.objects.filter(id=group.id, changed_at=advanced.changed_at).exists()
