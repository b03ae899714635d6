"""Many writers at once, on the real database: one order, no gap, no number burned, nothing after a removal."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from apps.accounts.models import User
from apps.conversations.models import Conversation, LogEntry, Message, Role
from apps.conversations.services import members
from apps.conversations.services.conversations import NewConversation, create, open_direct
from apps.conversations.services.messages import Sent, send_message
from apps.core.errors import LastOwner, NotFound

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8
Result = TypeVar("Result")


def at_once(*works: Callable[[], Result]) -> list[Result]:
    """Run `works` in a thread each, starting together, and return what they return."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result:
        barrier.wait(10)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_numbers_have_no_gap(alice: User, bob: User, group: Conversation) -> None:
    each = 25

    def talk(number: int) -> list[int]:
        user = (alice, bob)[number % 2]
        return [send_message(user, str(group.id), body="hello").message.seq for _ in range(each)]

    numbers = at_once(*(lambda number=number: talk(number) for number in range(THREADS)))
    assert all(own == sorted(own) for own in numbers)
    everything = list(range(1, THREADS * each + 1))
    assert sorted(seq for own in numbers for seq in own) == everything
    entries = LogEntry.objects.filter(conversation=group).order_by("seq")
    assert list(entries.values_list("seq", flat=True)) == everything
    times = list(entries.values_list("at", flat=True))
    assert times == sorted(times)
    group.refresh_from_db()
    assert group.head == len(everything)


def test_one_client_id_is_one_message(alice: User, group: Conversation) -> None:
    def send() -> Sent:
        return send_message(alice, str(group.id), body="hello", client_id="once")

    sent = at_once(*([send] * THREADS))
    assert len({each.message.id for each in sent}) == 1
    assert sorted(each.duplicate for each in sent) == [False] + [True] * (THREADS - 1)
    group.refresh_from_db()
    assert (group.head, Message.objects.count(), LogEntry.objects.count()) == (1, 1, 1)


def test_the_removed_say_nothing_after_their_removal(alice: User, bob: User, group: Conversation) -> None:
    def talk() -> bool:
        for _ in range(100):
            try:
                send_message(bob, str(group.id), body="hello")
            except NotFound:
                return True
        return False

    def remove() -> bool:
        members.remove(alice, str(group.id), "bob")
        return True

    at_once(talk, talk, talk, remove)
    left = LogEntry.objects.get(conversation=group, type="member_left")
    assert not Message.objects.filter(conversation=group, seq__gt=left.seq).exists()
    group.refresh_from_db()
    assert group.head == left.seq


def test_two_who_open_a_direct_conversation_get_one(alice: User, bob: User) -> None:
    opened = at_once(*[lambda: open_direct(alice, bob), lambda: open_direct(bob, alice)] * 3)
    assert len({conversation.id for conversation, _ in opened}) == 1
    assert [created for _, created in opened].count(True) == 1
    assert Conversation.objects.filter(kind="direct").count() == 1


def test_two_who_create_under_one_client_id_get_one(alice: User) -> None:
    asked = NewConversation(kind="group", client_id="once", title="Tea")
    made = at_once(*[lambda: create(alice, asked)] * 4)
    assert len({conversation.id for conversation, _ in made}) == 1


def test_two_owners_who_leave_at_once_leave_one(
    alice: User, bob: User, carol: User, group: Conversation
) -> None:
    members.invite(alice, str(group.id), "carol")
    members.change_role(alice, str(group.id), "bob", Role.OWNER)

    def leave(user: User) -> str:
        try:
            members.leave(user, str(group.id))
        except LastOwner:
            return "refused"
        return "left"

    assert sorted(at_once(lambda: leave(alice), lambda: leave(bob))) == ["left", "refused"]
