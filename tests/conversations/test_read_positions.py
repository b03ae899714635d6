"""How far people have read: forward only, never beyond the head."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from apps.accounts.models import Block, User
from apps.conversations.models import Conversation, Membership
from apps.conversations.services.messages import send_message
from apps.conversations.services.receipts import mark_read
from apps.core.errors import Forbidden, Invalid, NotFound
from apps.fanout.events import Frame, conversation_topic, user_topic

from .conftest import Published, frames_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(alice: User, group: Conversation) -> Conversation:
    for _ in range(3):
        send_message(alice, str(group.id), body="hello")
    return group


def test_reading_moves_forward_and_tells_the_others(
    alice: User, bob: User, carol: User, talk: Conversation, published: Published
) -> None:
    Block.objects.create(blocker=bob, blocked=carol)
    with published() as events:
        assert mark_read(bob, str(talk.id), 2).read_seq == 2
    [frame] = frames_in(events)
    assert frame == {"type": "receipt", "conversation": str(talk.id), "user": str(bob.id), "read_seq": 2}
    [event] = events
    assert isinstance(event, Frame)
    assert (event.topic, event.hidden_from) == (conversation_topic(talk.id), (str(carol.id),))


def test_reading_never_moves_back_nor_beyond_the_head(
    bob: User, talk: Conversation, published: Published
) -> None:
    assert mark_read(bob, str(talk.id), 2**63 - 1).read_seq == 3
    with published() as events:
        assert mark_read(bob, str(talk.id), 1).read_seq == 3
        assert mark_read(bob, str(talk.id), 3).read_seq == 3
    assert events == []
    assert Membership.objects.get(conversation=talk, user=bob).read_seq == 3


def test_large_places_tell_the_own_devices_only(
    bob: User, talk: Conversation, published: Published, settings: Settings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "receipt_members": 1}
    with published() as events:
        mark_read(bob, str(talk.id), 1)
    [event] = events
    assert isinstance(event, Frame)
    assert event.topic == user_topic(bob.id)


def test_who_cannot_read(carol: User, bob: User, talk: Conversation, room: Conversation) -> None:
    with pytest.raises(NotFound):
        mark_read(carol, str(talk.id), 1)
    with pytest.raises(Forbidden):
        mark_read(carol, "kitchen", 1)
    with pytest.raises(Invalid):
        mark_read(bob, str(talk.id), -1)


def test_reading_again_writes_nothing(
    bob: User, talk: Conversation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mark_read(bob, str(talk.id), 3)
    with django_assert_num_queries(4):
        mark_read(bob, str(talk.id), 3)
