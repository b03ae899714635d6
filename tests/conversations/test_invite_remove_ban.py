"""Who brings people in, gives them roles, and sends them away."""

import pytest
from pytest_django import Settings

from apps.accounts.models import Block, User
from apps.conversations.models import Conversation, ConversationBan, LogEntry, Membership, Role
from apps.conversations.services import members
from apps.conversations.services.conversations import open_direct
from apps.conversations.services.messages import send_message
from apps.core.errors import Forbidden, LastOwner, LimitReached, NotFound
from tests.conftest import MakeUser

from .conftest import Published, frames_in, users_in

pytestmark = pytest.mark.django_db


def role_of(user: User, place: Conversation) -> str | None:
    return Membership.objects.filter(user=user, conversation=place).values_list("role", flat=True).first()


def test_an_invitation_is_an_entry_from_which_one_sees(
    alice: User, carol: User, group: Conversation, published: Published
) -> None:
    send_message(alice, str(group.id), body="before")
    with published() as events:
        invited, made = members.invite(alice, str(group.id), "carol")
    assert made
    assert (invited.visible_from, invited.read_seq, invited.role) == (2, 2, "member")
    [frame] = frames_in(events)
    assert (frame["type"], frame["seq"], frame["actor"]) == ("member_joined", 2, str(alice.id))
    assert (frame["user"]["username"], frame["role"]) == ("carol", "member")
    assert users_in(events) == {str(carol.id)}
    assert members.invite(alice, str(group.id), "carol") == (invited, False)
    assert LogEntry.objects.count() == 2


def test_who_invites_whom(
    alice: User, bob: User, carol: User, make_user: MakeUser, group: Conversation
) -> None:
    make_user("dora")
    ref = str(group.id)
    with pytest.raises(Forbidden):
        members.invite(bob, ref, "carol")
    with pytest.raises(NotFound):
        members.invite(carol, ref, "dora")
    with pytest.raises(NotFound):
        members.invite(alice, ref, "nobody")
    members.change_role(alice, ref, "bob", Role.ADMIN)
    with pytest.raises(Forbidden):
        members.invite(bob, ref, "carol", Role.ADMIN)
    assert members.invite(bob, ref, "carol")[0].role == "member"
    assert members.invite(alice, ref, "dora", Role.ADMIN)[0].role == "admin"
    direct, _ = open_direct(alice, bob)
    with pytest.raises(Forbidden):
        members.invite(alice, str(direct.id), "carol")


def test_whom_nobody_invites(
    alice: User, bob: User, carol: User, group: Conversation, settings: Settings
) -> None:
    Block.objects.create(blocker=carol, blocked=alice)
    with pytest.raises(Forbidden, match="does not accept messages"):
        members.invite(alice, str(group.id), "carol")
    Block.objects.all().delete()
    settings.LIMITS = {**settings.LIMITS, "group_members": 2}
    with pytest.raises(LimitReached):
        members.invite(alice, str(group.id), "carol")


def test_who_was_switched_off_can_be_removed_and_banned(alice: User, bob: User, group: Conversation) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    members.remove(alice, str(group.id), "bob")
    members.ban(alice, str(group.id), "bob")
    with pytest.raises(NotFound):
        members.invite(alice, str(group.id), "bob")


def test_a_role_is_an_entry(alice: User, bob: User, group: Conversation, published: Published) -> None:
    with published() as events:
        members.change_role(alice, str(group.id), "bob", Role.ADMIN)
        members.change_role(alice, str(group.id), "bob", Role.ADMIN)
    [frame] = frames_in(events)
    assert (frame["type"], frame["user"], frame["role"]) == ("member_role", str(bob.id), "admin")
    assert users_in(events) == {str(bob.id)}


def test_owners_alone_give_roles(alice: User, bob: User, carol: User, group: Conversation) -> None:
    ref = str(group.id)
    members.change_role(alice, ref, "bob", Role.ADMIN)
    with pytest.raises(Forbidden):
        members.change_role(bob, ref, "bob", Role.OWNER)
    with pytest.raises(NotFound):
        members.change_role(alice, ref, "carol", Role.ADMIN)
    with pytest.raises(LastOwner):
        members.change_role(alice, ref, "alice", Role.MEMBER)
    members.change_role(alice, ref, "bob", Role.OWNER)
    members.change_role(bob, ref, "alice", Role.MEMBER)
    assert (role_of(alice, group), role_of(bob, group)) == ("member", "owner")


def test_removing(alice: User, bob: User, carol: User, group: Conversation, published: Published) -> None:
    ref = str(group.id)
    with pytest.raises(Forbidden):
        members.remove(bob, ref, "alice")
    with pytest.raises(NotFound):
        members.remove(carol, ref, "bob")
    with pytest.raises(NotFound):
        members.remove(alice, ref, "carol")
    with published() as events:
        members.remove(alice, ref, "bob")
    [frame] = frames_in(events)
    assert (frame["type"], frame["user"], frame["by"]) == ("member_left", str(bob.id), str(alice.id))
    assert users_in(events) == {str(bob.id)}
    with pytest.raises(NotFound):
        send_message(bob, ref, body="hello")


def test_nobody_acts_on_a_higher_role(alice: User, bob: User, carol: User, group: Conversation) -> None:
    ref = str(group.id)
    members.change_role(alice, ref, "bob", Role.ADMIN)
    members.invite(alice, ref, "carol", Role.ADMIN)
    for other in ("alice", "carol"):
        for act in (members.remove, members.ban):
            with pytest.raises(Forbidden):
                act(bob, ref, other)
    members.change_role(alice, ref, "carol", Role.MEMBER)
    members.remove(bob, ref, "carol")
    members.remove(bob, ref, "bob")
    assert group.memberships.count() == 1


def test_the_banned_stay_out_until_they_may_return(alice: User, bob: User, room: Conversation) -> None:
    members.join(bob, "kitchen")
    members.ban(alice, "kitchen", "bob")
    members.ban(alice, "kitchen", "bob")
    assert role_of(bob, room) is None
    with pytest.raises(Forbidden):
        members.join(bob, "kitchen")
    with pytest.raises(Forbidden):
        members.invite(alice, "kitchen", "bob")
    members.unban(alice, "kitchen", "bob")
    members.unban(alice, "kitchen", "bob")
    assert members.join(bob, "kitchen").role == "member"


def test_who_bans(alice: User, bob: User, carol: User, group: Conversation) -> None:
    ref = str(group.id)
    for act in (members.ban, members.unban):
        with pytest.raises(Forbidden):
            act(bob, ref, "carol")
        with pytest.raises(NotFound):
            act(carol, ref, "bob")
    with pytest.raises(Forbidden):
        members.ban(alice, ref, "alice")
    members.ban(alice, ref, "carol")
    assert ConversationBan.objects.get().by == alice
    with pytest.raises(NotFound):
        members.join(carol, ref)


def test_staff_remove_and_ban_without_a_membership(
    alice: User, bob: User, carol: User, group: Conversation
) -> None:
    carol.is_staff = True
    members.remove(carol, str(group.id), "alice")
    members.ban(carol, str(group.id), "bob")
    group.refresh_from_db()
    assert group.members_count == 0
    with pytest.raises(Forbidden):
        members.invite(carol, str(group.id), "alice")
