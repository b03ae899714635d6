"""Saying something: once per `client_id`, numbered without a gap, in few statements."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Block, User
from apps.conversations.models import Conversation, LogEntry, Membership, Message
from apps.conversations.services import members
from apps.conversations.services.changes import delete_message, edit_message
from apps.conversations.services.conversations import NewConversation, create
from apps.conversations.services.messages import Sent, send_direct, send_message
from apps.core.errors import Conflict, Forbidden, Invalid, NotFound, ParleyError
from apps.core.ids import new_id
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db


def say(user: User, place: Conversation, body: str = "hello", **more: str) -> Sent:
    return send_message(user, str(place.id), body=body, **more)


def test_messages_are_numbered_in_one_order(alice: User, bob: User, group: Conversation) -> None:
    sent = [say(user, group).message for user in (alice, bob, alice)]
    assert [message.seq for message in sent] == [1, 2, 3]
    group.refresh_from_db()
    assert (group.head, group.last_message_id) == (3, sent[-1].id)
    entries = LogEntry.objects.filter(conversation=group).order_by("seq")
    assert [(entry.seq, entry.message_id, entry.actor_id) for entry in entries] == [
        (message.seq, message.id, message.sender_id) for message in sent
    ]
    assert group.last_activity_at == sent[-1].created_at == entries[2].at


def test_the_sender_has_read_what_it_sent(alice: User, bob: User, group: Conversation) -> None:
    say(alice, group)
    assert Membership.objects.get(conversation=group, user=alice).read_seq == 1
    assert Membership.objects.get(conversation=group, user=bob).read_seq == 0


def test_a_retry_is_answered_with_the_first_outcome(alice: User, group: Conversation) -> None:
    first = say(alice, group, client_id="once")
    again = say(alice, group, client_id="once")
    assert (first.duplicate, again.duplicate) == (False, True)
    assert first.message.id == again.message.id
    group.refresh_from_db()
    assert group.head == 1


@pytest.mark.parametrize("what", ["edited", "deleted", "left", "banned", "removed"])
def test_a_retry_is_answered_whatever_happened_since(
    what: str, alice: User, bob: User, group: Conversation
) -> None:
    first = say(bob, group, client_id="once").message
    happen: dict[str, Callable[[], object]] = {
        "edited": lambda: edit_message(bob, str(first.id), "other"),
        "deleted": lambda: delete_message(bob, str(first.id)),
        "left": lambda: members.leave(bob, str(group.id)),
        "banned": lambda: members.ban(alice, str(group.id), "bob"),
        "removed": lambda: members.remove(alice, str(group.id), "bob"),
    }
    happen[what]()
    again = say(bob, group, client_id="once")
    assert (again.duplicate, again.message.id, again.message.seq) == (True, first.id, 1)


def test_other_content_or_another_place_is_a_conflict(alice: User, bob: User, group: Conversation) -> None:
    say(alice, group, client_id="once")
    with pytest.raises(Conflict):
        say(alice, group, "something else", client_id="once")
    with pytest.raises(Conflict):
        send_message(alice, str(new_id()), body="hello", client_id="once")
    with pytest.raises(Conflict):
        send_direct(alice, "bob", body="hello", client_id="once")
    assert not Conversation.objects.filter(kind="direct").exists()
    assert say(bob, group, client_id="once").duplicate is False


def test_the_server_makes_a_client_id(alice: User, group: Conversation) -> None:
    assert say(alice, group).message.client_id != say(alice, group).message.client_id


@pytest.mark.parametrize("client_id", ["", "x" * 65, "é", "a\n", "\x7f"])
def test_a_client_id_is_printable_ascii(client_id: str, alice: User, group: Conversation) -> None:
    with pytest.raises(Invalid) as refused:
        say(alice, group, client_id=client_id)
    assert refused.value.attr == "client_id"


@pytest.mark.parametrize("body", ["", " \n\t", "x" * 4001, "a\x00b", "\ud83d"])
def test_a_body_says_something_that_can_be_kept(body: str, alice: User, group: Conversation) -> None:
    with pytest.raises(Invalid) as refused:
        say(alice, group, body)
    assert refused.value.attr == "body"
    group.refresh_from_db()
    assert group.head == 0


def test_a_body_counts_code_points(alice: User, group: Conversation) -> None:
    assert len(say(alice, group, "🍵" * 4000).message.body) == 4000


@pytest.mark.parametrize("place", ["absent", "group", "room"])
def test_strangers_say_nothing(place: str, alice: User, carol: User, group: Conversation) -> None:
    room = create(alice, NewConversation(kind="room", slug="kitchen"))[0]
    ref, error = {
        "absent": (str(new_id()), NotFound),
        "group": (str(group.id), NotFound),
        "room": ("kitchen", Forbidden),
    }[place]
    with pytest.raises(ParleyError) as refused:
        send_message(carol, ref, body="hello")
    assert type(refused.value) is error
    assert refused.value.detail == error("" if place != "room" else "Join this room first.").detail
    assert not Message.objects.exists()
    room.refresh_from_db()
    group.refresh_from_db()
    assert (room.head, group.head) == (0, 0)


def test_mentions_are_members_named_in_the_body(
    alice: User, bob: User, carol: User, group: Conversation
) -> None:
    body = "@Bob, ask @carol or mail@alice.example; thanks @bob. And @alice!"
    assert say(alice, group, body).message.mentions == [str(bob.id), str(alice.id)]


def test_a_reply_quotes_what_its_sender_may_see(
    alice: User, bob: User, make_user: MakeUser, group: Conversation
) -> None:
    first = say(alice, group).message
    assert say(bob, group, reply_to=str(first.id)).message.reply_to == first
    make_user("dora")
    members.invite(alice, str(group.id), "dora")
    dora = get_user_model().objects.get(username="dora")
    details = set()
    for hidden in (str(first.id), str(new_id()), "nonsense"):
        with pytest.raises(Invalid) as refused:
            say(dora, group, reply_to=hidden)
        details.add((refused.value.detail, refused.value.attr))
    assert len(details) == 1


def test_a_reply_stays_in_its_conversation(alice: User, group: Conversation) -> None:
    other = create(alice, NewConversation(kind="group"))[0]
    elsewhere = say(alice, other).message
    with pytest.raises(Invalid):
        say(alice, group, reply_to=str(elsewhere.id))


def test_statements_per_send(
    alice: User, group: Conversation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The probe, the lock, the membership, the message, its tokens, its entry, the outbox; a savepoint here is BEGIN,
    # COMMIT there.
    with django_assert_num_queries(9):
        say(alice, group)


def test_private_messages_share_one_conversation(alice: User, bob: User) -> None:
    first = send_direct(alice, "bob", body="hello", client_id="a").message
    second = send_direct(bob, str(alice.id), body="hello", client_id="a").message
    assert first.conversation_id == second.conversation_id
    assert (first.seq, second.seq) == (1, 2)
    assert send_direct(alice, "bob", body="hello", client_id="a").duplicate


def test_a_private_message_to_who_was_switched_off_since(alice: User, bob: User) -> None:
    first = send_direct(alice, "bob", body="hello", client_id="a")
    get_user_model().objects.filter(pk=bob.pk).update(is_active=False)
    again = send_direct(alice, "bob", body="hello", client_id="a")
    assert (again.duplicate, again.message.id) == (True, first.message.id)


def test_blocks_silence_both_sides(alice: User, bob: User) -> None:
    direct = send_direct(alice, "bob", body="hello").message.conversation
    Block.objects.create(blocker=bob, blocked=alice)
    for user, other in ((alice, "bob"), (bob, "alice")):
        with pytest.raises(Forbidden, match="does not accept messages"):
            send_direct(user, other, body="hello")
        with pytest.raises(Forbidden, match="does not accept messages"):
            say(user, direct)
    assert Message.objects.count() == 1


def test_nobody_writes_to_themselves_or_to_nobody(alice: User) -> None:
    with pytest.raises(Invalid):
        send_direct(alice, "alice", body="hello")
    with pytest.raises(NotFound):
        send_direct(alice, "nobody", body="hello")
