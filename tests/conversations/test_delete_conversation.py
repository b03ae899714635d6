"""A deleted conversation is gone at once, and forgotten in portions: there is no telling how much it holds."""

import pytest

from apps.accounts.models import User
from apps.conversations.models import (
    Conversation,
    LogEntry,
    Membership,
    Message,
    Reaction,
    SearchDocument,
)
from apps.conversations.services import conversations, erasure
from apps.conversations.services.messages import react, send_message
from apps.core import portions
from apps.core.errors import NotFound
from apps.outbox.claims import claim
from apps.outbox.handlers import NotNow

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_gone_at_once_and_forgotten_in_portions(
    alice: User, bob: User, room: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "PORTION", 2)
    first = send_message(alice, str(room.id), body="one two three").message
    for number in range(4):
        send_message(alice, str(room.id), body=f"four five {number}", reply_to=str(first.id))
    react(alice, str(first.id), "👍", on=True)
    conversations.delete(alice, "kitchen")
    for user in (alice, bob):
        with pytest.raises(NotFound):
            send_message(user, str(room.id), body="hello")
    assert not Membership.objects.filter(conversation=room).exists()
    assert conversations.create(bob, conversations.NewConversation(kind="room", slug="kitchen"))[1]
    [job] = claim({"erase": 5})
    monkeypatch.setattr(erasure, "PORTIONS_AT_ONCE", 3)
    with pytest.raises(NotNow):
        erasure.erase([job])
    assert Message.objects.filter(conversation=room).count() == 5
    monkeypatch.undo()
    erasure.erase([job])
    assert not Conversation.objects.filter(id=room.id).exists()
    for model in (Message, LogEntry, Reaction, SearchDocument):
        assert not model.objects.exists()
