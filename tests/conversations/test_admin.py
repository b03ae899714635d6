"""The admin's pages for conversations: lists at a constant price, private words kept private, actions that act."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.conversations.models import Conversation, ConversationBan, Membership, Message
from apps.conversations.services import conversations, members, messages
from apps.conversations.services.conversations import NewConversation
from tests.conftest import PASSWORD
from tests.conversations.conftest import Published, frames_in, users_in

pytestmark = pytest.mark.django_db
PAGES = "/admin/conversations"


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    return client


def act(admin: Client, page: str, action: str, *ids: object) -> str:
    chosen = {"action": action, "_selected_action": [str(id_) for id_ in ids]}
    return admin.post(f"{PAGES}/{page}/", chosen, follow=True).content.decode()


def statements(admin: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert admin.get(f"{PAGES}/{page}/").status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "page", ["conversation", "membership", "conversationban", "message", "reaction", "logentry"]
)
def test_every_list_costs_the_same_whatever_its_length(
    admin: Client, make_user: Callable[[str], User], alice: User, page: str
) -> None:
    def more(numbers: range) -> None:
        for number in numbers:
            user, banned = make_user(f"user{number}"), make_user(f"banned{number}")
            asked = NewConversation(kind="group", title=f"{number}", members=[user.username])
            group = str(conversations.create(alice, asked)[0].id)
            sent = messages.send_message(user, group, body="hello").message
            messages.react(user, str(sent.id), "👍", on=True)
            members.ban(alice, group, banned.username)

    more(range(2))
    few = statements(admin, page)
    more(range(2, 12))
    assert statements(admin, page) == few


def test_the_installation_is_listed(admin: Client) -> None:
    assert "epoch" in admin.get(f"{PAGES}/installation/").content.decode()


def test_words_are_shown_and_searched_in_rooms_alone(
    admin: Client, group: Conversation, room: Conversation, alice: User, bob: User
) -> None:
    direct, _ = conversations.open_direct(alice, bob)
    private = [
        messages.send_message(alice, str(place.id), body="hidden words").message for place in (group, direct)
    ]
    public = messages.send_message(alice, str(room.id), body="open words").message
    shown = admin.get(f"{PAGES}/message/").content.decode()
    assert "open words" in shown
    assert "hidden words" not in shown
    searched = admin.get(f"{PAGES}/message/?q=words").content.decode()
    assert str(public.id) in searched
    assert not any(str(message.id) in searched for message in private)
    for page in (*(f"message/{message.id}/change/" for message in private), "logentry/", "conversation/"):
        answer = admin.get(f"{PAGES}/{page}")
        assert answer.status_code == 200
        assert b"hidden words" not in answer.content
    assert b"open words" in admin.get(f"{PAGES}/message/{public.id}/change/").content


def test_searching_by_sender_and_by_no_words_at_all(admin: Client, group: Conversation, alice: User) -> None:
    sent = messages.send_message(alice, str(group.id), body="hello").message
    assert str(sent.id) in admin.get(f"{PAGES}/message/?q=alice").content.decode()
    assert str(sent.id) not in admin.get(f"{PAGES}/message/?q=!!").content.decode()


@pytest.mark.parametrize("page", ["message", "logentry", "membership", "conversation"])
def test_nothing_is_added_or_changed_by_hand(admin: Client, page: str) -> None:
    assert admin.get(f"{PAGES}/{page}/add/").status_code == 403
    assert "delete_selected" not in admin.get(f"{PAGES}/{page}/").content.decode()


def test_deleting_what_a_message_says(
    admin: Client, group: Conversation, alice: User, published: Published
) -> None:
    sent = messages.send_message(alice, str(group.id), body="hello").message
    with published() as events:
        assert "1 deleted." in act(admin, "message", "delete_messages", sent.id)
    assert [frame["type"] for frame in frames_in(events)] == ["message_deleted"]
    assert Message.objects.get(id=sent.id).body == ""


def test_removing_and_banning_members(
    admin: Client, group: Conversation, alice: User, bob: User, published: Published
) -> None:
    own = {row.user_id: row.id for row in Membership.objects.filter(conversation=group)}
    with published() as events:
        assert "1 removed." in act(admin, "membership", "remove", own[bob.id])
        assert "1 banned." in act(admin, "membership", "ban", own[alice.id])
    assert users_in(events) == {str(alice.id), str(bob.id)}
    assert not Membership.objects.filter(conversation=group).exists()
    ban = ConversationBan.objects.get(conversation=group)
    assert (ban.user, ban.by and ban.by.username) == (alice, "root")
    assert "1 lifted." in act(admin, "conversationban", "lift", ban.id)
    assert not ConversationBan.objects.exists()


def test_what_cannot_be_done_is_told(admin: Client, alice: User, bob: User) -> None:
    direct, _ = conversations.open_direct(alice, bob)
    row = Membership.objects.get(conversation=direct, user=bob)
    shown = act(admin, "membership", "remove", row.id)
    assert "A direct conversation has two people" in shown
    assert "0 removed." in shown


def test_whoever_may_only_look_is_offered_no_action(room: Conversation, alice: User) -> None:
    viewer = User.objects.create_user("viewer", password=PASSWORD, is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_message"))
    messages.send_message(alice, "kitchen", body="hello")
    client = Client()
    client.force_login(viewer)
    shown = client.get(f"{PAGES}/message/").content.decode()
    assert "hello" in shown
    assert "delete_messages" not in shown


@pytest.mark.parametrize("asked", ["body__contains=secret", "mentions__contains=1", "fingerprint=0"])
def test_no_filter_in_an_address_tells_what_was_said(admin: Client, asked: str) -> None:
    assert admin.get(f"{PAGES}/message/?{asked}").status_code == 400
    assert admin.get(f"{PAGES}/message/?conversation__kind__exact=room").status_code == 200
