"""Taking words back: for good, everywhere, and leaving their place in the log."""

import pytest

from apps.accounts.models import User
from apps.conversations.models import Conversation, LogEntry, Message, Reaction, SearchDocument
from apps.conversations.services import members
from apps.conversations.services.messages import delete_message, react, send_direct, send_message
from apps.core.errors import Forbidden, NotFound

from .conftest import Published, frames_in

pytestmark = pytest.mark.django_db


def test_a_deleted_message_keeps_nothing_but_its_place(
    alice: User, bob: User, group: Conversation, published: Published
) -> None:
    said = send_message(bob, str(group.id), body="secret @alice").message
    react(alice, str(said.id), "👍", on=True)
    with published() as events:
        delete_message(bob, str(said.id))
    row = Message.objects.get(pk=said.pk)
    assert (row.body, row.mentions, row.seq, row.updated_seq) == ("", [], 1, 3)
    assert row.deleted_at is not None
    assert not Reaction.objects.exists()
    assert not SearchDocument.objects.exists()
    [frame] = frames_in(events)
    assert (frame["type"], frame["by"], frame["message_id"]) == ("message_deleted", str(bob.id), str(said.id))
    assert "secret" not in str(list(LogEntry.objects.values()))


def test_deleting_twice_is_one_entry(alice: User, group: Conversation) -> None:
    said = send_message(alice, str(group.id), body="hello").message
    delete_message(alice, str(said.id))
    delete_message(alice, str(said.id))
    assert LogEntry.objects.filter(type="message_deleted").count() == 1


def test_who_may_delete(alice: User, bob: User, carol: User, group: Conversation) -> None:
    members.invite(alice, str(group.id), "carol")
    hers = send_message(alice, str(group.id), body="hers").message
    his = send_message(bob, str(group.id), body="his").message
    with pytest.raises(Forbidden):
        delete_message(bob, str(hers.id))
    with pytest.raises(Forbidden):
        delete_message(carol, str(his.id))
    delete_message(alice, str(his.id))
    assert LogEntry.objects.filter(type="message_deleted", actor=alice).exists()


def test_nobody_deletes_the_others_words_in_a_direct_conversation(alice: User, bob: User) -> None:
    said = send_direct(alice, "bob", body="hello").message
    with pytest.raises(Forbidden):
        delete_message(bob, str(said.id))


def test_strangers_find_nothing_and_staff_delete(bob: User, carol: User, group: Conversation) -> None:
    said = send_message(bob, str(group.id), body="hello").message
    with pytest.raises(NotFound):
        delete_message(carol, str(said.id))
    carol.is_staff = True
    delete_message(carol, str(said.id))
    assert Message.objects.get(pk=said.pk).deleted_at is not None
