"""Unread counts: computed, so that they cannot stick."""

import pytest

from apps.accounts.models import User
from apps.conversations.models import Conversation, Message
from apps.conversations.selectors.conversations import conversation_view
from apps.conversations.services import members, messages, receipts

pytestmark = pytest.mark.django_db


def unread(user: User, group: Conversation) -> int:
    return conversation_view(user.id, group.id).unread


def test_messages_of_others_count_until_they_are_read(group: Conversation, alice: User, bob: User) -> None:
    for number in range(3):
        messages.send_message(alice, str(group.id), body=str(number))
    assert (unread(alice, group), unread(bob, group)) == (0, 3)
    receipts.mark_read(bob, str(group.id), 2)
    assert unread(bob, group) == 1
    receipts.mark_read(bob, str(group.id), 3)
    assert unread(bob, group) == 0


def test_only_messages_count(group: Conversation, alice: User, bob: User, carol: User) -> None:
    sent = messages.send_message(alice, str(group.id), body="hello").message
    messages.edit_message(alice, str(sent.id), "hello again")
    messages.react(alice, str(sent.id), "👍", on=True)
    members.invite(alice, str(group.id), "carol")
    assert (unread(bob, group), unread(carol, group)) == (1, 0)


def test_a_deleted_message_counts_no_more(group: Conversation, alice: User, bob: User) -> None:
    sent = messages.send_message(alice, str(group.id), body="hello").message
    messages.delete_message(alice, str(sent.id))
    assert unread(bob, group) == 0


def test_sending_reads_what_came_before(group: Conversation, alice: User, bob: User) -> None:
    messages.send_message(alice, str(group.id), body="hello")
    messages.send_message(bob, str(group.id), body="hi")
    assert (unread(alice, group), unread(bob, group)) == (1, 0)


def test_at_most_a_hundred(group: Conversation, alice: User, bob: User) -> None:
    Message.objects.bulk_create(
        Message(
            conversation=group,
            seq=seq,
            updated_seq=seq,
            sender=alice,
            client_id=f"c{seq}",
            fingerprint="",
            body="x",
        )
        for seq in range(1, 131)
    )
    assert unread(bob, group) == 100
