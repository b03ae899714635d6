"""Coming into rooms, and leaving rooms and groups."""

import pytest
from pytest_django import Settings

from apps.accounts.models import User
from apps.conversations.models import Conversation, LogEntry, Membership, Role
from apps.conversations.services import members
from apps.conversations.services.conversations import NewConversation, create, open_direct
from apps.conversations.services.messages import send_message
from apps.core.errors import Forbidden, LastOwner, LimitReached, NotFound
from apps.fanout.events import MembersChanged

from .conftest import Published, frames_in, users_in

pytestmark = pytest.mark.django_db


def test_joining_a_room_changes_the_count_only(
    alice: User, bob: User, room: Conversation, published: Published
) -> None:
    send_message(alice, "kitchen", body="hello")
    with published() as events:
        joined = members.join(bob, "KITCHEN")
    assert (joined.role, joined.visible_from, joined.read_seq) == ("member", 1, 1)
    assert (joined.conversation.members_count, joined.conversation.head) == (2, 1)
    assert events[0] == MembersChanged(str(room.id), 2, str(bob.id))
    assert users_in(events) == {str(bob.id)}
    assert LogEntry.objects.count() == 1


def test_joining_again_changes_nothing(bob: User, room: Conversation, published: Published) -> None:
    first = members.join(bob, "kitchen")
    with published() as events:
        assert members.join(bob, str(room.id)) == first
    assert events == []


def test_a_room_may_keep_its_past_to_itself(alice: User, bob: User) -> None:
    create(alice, NewConversation(kind="room", slug="cellar", history="joined"))
    send_message(alice, "cellar", body="hello")
    assert members.join(bob, "cellar").visible_from == 2
    members.leave(bob, "cellar")
    send_message(alice, "cellar", body="hello")
    assert members.join(bob, "cellar").visible_from == 3


def test_groups_and_nothing_are_alike_to_strangers(carol: User, group: Conversation) -> None:
    for ref in (str(group.id), "nowhere", "?", ""):
        for call in (members.join, members.leave):
            with pytest.raises(NotFound):
                call(carol, ref)


def test_leaving_a_group_is_an_entry(bob: User, group: Conversation, published: Published) -> None:
    with published() as events:
        left = members.leave(bob, str(group.id))
    [frame] = frames_in(events)
    assert (frame["type"], frame["user"], frame["by"]) == ("member_left", str(bob.id), str(bob.id))
    assert (left.conversation.members_count, left.conversation.head) == (1, 1)
    assert users_in(events) == {str(bob.id)}
    assert not Membership.objects.filter(user=bob).exists()


def test_leaving_a_room_changes_the_count_only(bob: User, room: Conversation, published: Published) -> None:
    members.join(bob, "kitchen")
    with published() as events:
        left = members.leave(bob, "kitchen")
    assert frames_in(events) == []
    assert left.conversation.members_count == 1
    with pytest.raises(Forbidden):
        members.leave(bob, "kitchen")


def test_the_last_owner_hands_over_first(alice: User, bob: User, group: Conversation) -> None:
    with pytest.raises(LastOwner):
        members.leave(alice, str(group.id))
    members.change_role(alice, str(group.id), "bob", Role.OWNER)
    members.leave(alice, str(group.id))
    members.leave(bob, str(group.id))
    group.refresh_from_db()
    assert group.members_count == 0


def test_nobody_leaves_a_direct_conversation(alice: User, bob: User) -> None:
    direct, _ = open_direct(alice, bob)
    with pytest.raises(Forbidden):
        members.leave(alice, str(direct.id))


def test_rooms_and_people_fill_up(bob: User, carol: User, room: Conversation, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "room_members": 2}
    members.join(bob, "kitchen")
    with pytest.raises(LimitReached):
        members.join(carol, "kitchen")
    settings.LIMITS = {**settings.LIMITS, "conversations": 1}
    with pytest.raises(LimitReached):
        members.join(bob, "general")


def test_muting_is_ones_own(bob: User, carol: User, group: Conversation, published: Published) -> None:
    with published() as events:
        muted = members.mute(bob, str(group.id), group.created_at)
        members.mute(bob, str(group.id), group.created_at)
    assert muted.muted_until == group.created_at
    assert len(events) == 1
    assert members.mute(bob, str(group.id), None).muted_until is None
    with pytest.raises(NotFound):
        members.mute(carol, str(group.id), None)
