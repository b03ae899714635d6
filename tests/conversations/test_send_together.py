"""Messages that wait at the same time are one transaction, and yet each has its own outcome."""

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Block, User
from apps.conversations.models import Conversation, LogEntry, Membership, Message
from apps.conversations.selectors.conversations import conversation_view
from apps.conversations.services import members
from apps.conversations.services.conversations import NewConversation, create, open_direct
from apps.conversations.services.messages import Draft, Sent, draft, send_all, send_free, send_message
from apps.core.errors import Conflict, Forbidden, NotFound
from tests.conversations.conftest import Published, frames_in
from tests.conversations.locking import locked


def says(user: User, place: Conversation, body: str = "hello", client_id: str | None = None) -> Draft:
    return draft(user, str(place.id), body=body, client_id=client_id)


def outcomes(drafts: list[Draft]) -> list[object]:
    """Return for each draft its `seq`, or the kind of error."""
    return [each.message.seq if isinstance(each, Sent) else type(each) for each in send_all(drafts)]


@pytest.fixture
def places(alice: User, bob: User) -> list[Conversation]:
    made = [NewConversation(kind="group", title=f"Tea {turn}", members=["bob"]) for turn in range(3)]
    return [create(alice, each)[0] for each in made]


@pytest.mark.django_db
def test_one_conversation_keeps_their_order(
    alice: User, bob: User, group: Conversation, published: Published
) -> None:
    with published() as events:
        drafts = [says((alice, bob)[turn % 2], group, f"number {turn}") for turn in range(9)]
        assert outcomes(drafts) == list(range(1, 10))
    assert [frame["seq"] for frame in frames_in(events)] == list(range(1, 10))
    said = Message.objects.filter(conversation=group).order_by("seq")
    assert [message.body for message in said] == [f"number {turn}" for turn in range(9)]
    assert list(LogEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 10))
    assert dict(Membership.objects.values_list("user__username", "read_seq")) == {"alice": 9, "bob": 8}
    last = conversation_view(alice.id, group.id).last_message
    assert last is not None
    assert last.body == "number 8"


@pytest.mark.django_db
def test_several_conversations_count_for_themselves(alice: User, places: list[Conversation]) -> None:
    sent = send_free([says(alice, places[turn % 3]) for turn in range(7)])
    by_place = [
        [each.message.seq for each in sent.values() if each and each.message.conversation == place]
        for place in places
    ]
    assert by_place == [[1, 2, 3], [1, 2], [1, 2]]


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_number(
    alice: User, places: list[Conversation], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(9):
        assert len(send_free([says(alice, places[turn % 3]) for turn in range(30)])) == 30


@pytest.mark.django_db
def test_one_refusal_is_one_sender_s(alice: User, bob: User, carol: User, group: Conversation) -> None:
    assert outcomes([says(alice, group), says(carol, group), says(bob, group)]) == [1, NotFound, 2]
    direct, _ = open_direct(alice, bob)
    Block.objects.create(blocker=bob, blocked=alice)
    assert outcomes([says(alice, direct), says(bob, direct)]) == [Forbidden, Forbidden]
    direct.refresh_from_db()
    assert direct.head == 0


@pytest.mark.django_db
def test_a_repetition_is_answered_with_the_first_outcome(alice: User, group: Conversation) -> None:
    first = send_message(alice, str(group.id), body="hello", client_id="a").message
    repeated, new, twice, other = send_all(
        [
            says(alice, group, client_id="a"),
            says(alice, group, client_id="b"),
            says(alice, group, client_id="b"),
            says(alice, group, "something else", client_id="b"),
        ]
    )
    assert isinstance(repeated, Sent)
    assert (repeated.duplicate, repeated.message.id) == (True, first.id)
    assert isinstance(new, Sent)
    assert isinstance(twice, Sent)
    assert (new.duplicate, twice.duplicate, twice.message.id) == (False, True, new.message.id)
    assert isinstance(other, Conflict)
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_has_one_locked_keeps_nobody_else_waiting(alice: User, places: list[Conversation]) -> None:
    if connection.vendor != "postgresql":
        # SQLite locks all or nothing.
        return
    drafts = [says(alice, place) for place in places]
    with locked(places[0]):
        sent = send_free(drafts)
        assert {draft for draft in drafts if sent[draft.id] is not None} == set(drafts[1:])
    assert outcomes(drafts[:1]) == [1]


@pytest.mark.django_db(transaction=True)
def test_nobody_says_anything_after_their_removal(alice: User, bob: User, group: Conversation) -> None:
    members.remove(alice, str(group.id), "bob")
    group.refresh_from_db()
    assert send_free([says(alice, group), says(bob, group)]) == {}
    assert outcomes([says(alice, group), says(bob, group)]) == [group.head + 1, NotFound]
