"""Making groups, rooms and direct conversations; describing them; deleting them."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from apps.accounts.models import Block, User
from apps.conversations.models import Conversation, LogEntry, Membership, Role
from apps.conversations.services import members
from apps.conversations.services.conversations import NewConversation, create, delete, open_direct, update
from apps.conversations.services.messages import send_message
from apps.core.errors import Conflict, Forbidden, Invalid, LimitReached, NotFound
from apps.fanout.events import MembersChanged

from .conftest import Published, frames_in, users_in

pytestmark = pytest.mark.django_db


def test_a_group_begins_with_those_named(alice: User, bob: User, carol: User, published: Published) -> None:
    asked = NewConversation(kind="group", title=" Tea ", members=["bob", str(carol.id), "BOB", "alice"])
    with published() as events:
        made, created = create(alice, asked)
    assert (created, made.title, made.history, made.head, made.members_count) == (True, "Tea", "joined", 0, 3)
    rows = Membership.objects.filter(conversation=made).values_list("user", "role", "visible_from")
    assert set(rows) == {(alice.id, "owner", 1), (bob.id, "member", 1), (carol.id, "member", 1)}
    assert users_in(events) == {str(user.id) for user in (alice, bob, carol)}
    assert not LogEntry.objects.exists()


def test_a_retry_finds_what_was_made(alice: User, bob: User) -> None:
    asked = NewConversation(kind="group", client_id="once", title="Tea", members=["bob"])
    made, _ = create(alice, asked)
    update(alice, str(made.id), title="Coffee")
    assert create(alice, asked) == (made, False)
    with pytest.raises(Conflict):
        create(alice, NewConversation(kind="group", client_id="once", title="Other"))
    assert create(bob, NewConversation(kind="group", client_id="once"))[1] is True


def test_a_room_has_a_slug_of_its_own(alice: User, bob: User) -> None:
    made, _ = create(alice, NewConversation(kind="room", slug="Kitchen"))
    assert (made.slug, made.title, made.history) == ("kitchen", "kitchen", "shared")
    for slug in ("kitchen", "general", None, "ab", "with space", "0" * 33, str(made.id)):
        with pytest.raises(Invalid) as refused:
            create(bob, NewConversation(kind="room", slug=slug))
        assert refused.value.attr == "slug"


@pytest.mark.parametrize("title", ["x" * 121, "two\nlines", "a\x00b", "\ud83d"])
def test_a_title_is_one_line(title: str, alice: User) -> None:
    with pytest.raises(Invalid) as refused:
        create(alice, NewConversation(kind="group", title=title))
    assert refused.value.attr == "title"


def test_a_direct_conversation_is_one_for_each_two(alice: User, bob: User, carol: User) -> None:
    made, created = create(alice, NewConversation(kind="direct", members=["bob"]))
    assert created
    assert create(bob, NewConversation(kind="direct", members=["alice"])) == (made, False)
    assert open_direct(bob, alice) == (made, False)
    assert open_direct(bob, carol)[1] is True
    for people in ([], ["bob", "carol"], ["alice"]):
        with pytest.raises(Invalid):
            create(alice, NewConversation(kind="direct", members=people))


def test_members_must_exist_and_accept(alice: User, bob: User) -> None:
    with pytest.raises(NotFound):
        create(alice, NewConversation(kind="group", members=["nobody"]))
    Block.objects.create(blocker=bob, blocked=alice)
    for kind in ("group", "direct"):
        with pytest.raises(Forbidden):
            create(alice, NewConversation(kind=kind, members=["bob"]))


def test_how_many(alice: User, bob: User, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "group_members": 1, "conversations": 1}
    for kind in ("group", "room"):
        with pytest.raises(LimitReached):
            create(alice, NewConversation(kind=kind, slug="kitchen", members=["bob"]))
    create(alice, NewConversation(kind="group"))
    for asked in (NewConversation(kind="group"), NewConversation(kind="direct", members=["bob"])):
        with pytest.raises(LimitReached):
            create(alice, asked)


def test_a_new_description_is_an_entry(alice: User, group: Conversation, published: Published) -> None:
    with published() as events:
        changed = update(alice, str(group.id), title="Coffee", history="joined")
        update(alice, str(group.id), title="Coffee")
    assert changed.title == "Coffee"
    [frame] = frames_in(events)
    assert (frame["type"], frame["title"], frame["seq"]) == ("conversation_updated", "Coffee", 1)
    assert "history" not in frame


@pytest.mark.parametrize("change", [lambda user, ref: update(user, ref, title="x"), delete])
def test_who_describes_and_deletes(
    change: Callable[[User, str], object], alice: User, bob: User, carol: User, group: Conversation
) -> None:
    direct, _ = open_direct(alice, bob)
    bob.is_staff = True
    for user, ref, error in (
        (bob, str(group.id), Forbidden),
        (carol, str(group.id), NotFound),
        (carol, "general", Forbidden),
        (alice, str(direct.id), Forbidden),
    ):
        with pytest.raises(error):
            change(user, ref)
    members.change_role(alice, str(group.id), "bob", Role.ADMIN)
    change(bob, str(group.id))


def test_a_deleted_group_is_gone_for_everyone(
    alice: User, bob: User, group: Conversation, published: Published
) -> None:
    send_message(alice, str(group.id), body="hello")
    with published() as events:
        delete(alice, str(group.id))
    assert users_in(events) == {str(alice.id), str(bob.id)}
    assert any(isinstance(event, MembersChanged) for event in events)
    with pytest.raises(NotFound):
        send_message(alice, str(group.id), body="hello")


def test_the_first_room_stays(alice: User) -> None:
    members.join(alice, "general")
    Membership.objects.filter(user=alice).update(role=Role.OWNER)
    with pytest.raises(Forbidden):
        delete(alice, "general")
