"""Changing one's own words."""

import pytest

from apps.accounts.models import Block, User
from apps.conversations.models import Conversation, LogEntry
from apps.conversations.services.messages import delete_message, edit_message, send_direct, send_message
from apps.core.errors import Forbidden, Invalid, NotFound
from apps.core.ids import new_id

from .conftest import Published, frames_in

pytestmark = pytest.mark.django_db


def test_an_edit_is_an_entry(alice: User, bob: User, group: Conversation, published: Published) -> None:
    said = send_message(alice, str(group.id), body="helo").message
    with published() as events:
        changed = edit_message(alice, str(said.id), "hello @bob")
    assert (changed.body, changed.mentions, changed.updated_seq) == ("hello @bob", [str(bob.id)], 2)
    [frame] = frames_in(events)
    assert (frame["type"], frame["seq"], frame["message_id"]) == ("message_edited", 2, str(said.id))
    assert (frame["body"], frame["mentions"]) == ("hello @bob", [str(bob.id)])
    assert frame["edited_at"] == frame["at"]


def test_the_same_words_are_no_change(alice: User, group: Conversation, published: Published) -> None:
    said = send_message(alice, str(group.id), body="hello").message
    with published() as events:
        assert edit_message(alice, str(said.id), "hello").edited_at is None
    assert events == []
    assert LogEntry.objects.count() == 1


def test_only_the_sender_edits(alice: User, bob: User, carol: User, group: Conversation) -> None:
    said = send_message(bob, str(group.id), body="hello").message
    with pytest.raises(Forbidden):
        edit_message(alice, str(said.id), "changed")
    with pytest.raises(NotFound):
        edit_message(carol, str(said.id), "changed")
    for absent in (str(new_id()), "nonsense"):
        with pytest.raises(NotFound):
            edit_message(bob, absent, "changed")
    with pytest.raises(Invalid):
        edit_message(bob, str(said.id), " ")
    group.refresh_from_db()
    assert group.head == 1


def test_staff_neither_see_nor_edit_what_is_not_theirs(bob: User, carol: User, group: Conversation) -> None:
    carol.is_staff = True
    said = send_message(bob, str(group.id), body="hello").message
    with pytest.raises(NotFound):
        edit_message(carol, str(said.id), "changed")


def test_the_deleted_stays_deleted(alice: User, group: Conversation) -> None:
    said = send_message(alice, str(group.id), body="hello").message
    delete_message(alice, str(said.id))
    with pytest.raises(Forbidden):
        edit_message(alice, str(said.id), "again")


def test_a_block_stops_edits_too(alice: User, bob: User) -> None:
    said = send_direct(alice, "bob", body="hello").message
    Block.objects.create(blocker=bob, blocked=alice)
    with pytest.raises(Forbidden, match="does not accept messages"):
        edit_message(alice, str(said.id), "another message, so to say")
