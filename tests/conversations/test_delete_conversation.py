"""A deleted conversation is gone at once, and forgotten in portions: there is no telling how much it holds."""

from datetime import timedelta
from uuid import UUID

import pytest

from apps.accounts.models import User
from apps.conversations.models import (
    Conversation,
    ConversationBan,
    LogEntry,
    Membership,
    Message,
    Reaction,
    SearchDocument,
)
from apps.conversations.selectors import fanout_source
from apps.conversations.selectors.conversations import moved_for, welcome_heads
from apps.conversations.services import conversations, erasure, log, members
from apps.conversations.services.messages import react, send_message
from apps.core import portions, transactions
from apps.core.errors import NotFound
from apps.fanout.events import UsersChanged
from apps.outbox.claims import claim
from apps.outbox.handlers import NotNow
from tests.conftest import Api
from tests.conversations.conftest import Published, users_in

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


CROWD = 1_600
"""Members whose memberships and `version` are more rows than Aurora DSQL changes in one transaction."""


@pytest.fixture
def crowded(alice: User, room: Conversation) -> Conversation:
    """Alice's room with very many others."""
    people = User.objects.bulk_create(User(username=f"guest-{number}") for number in range(CROWD))
    Membership.objects.bulk_create(
        Membership(conversation=room, user=person, visible_from=1) for person in people
    )
    Conversation.objects.filter(id=room.id).update(members_count=CROWD + 1)
    return room


def erased() -> None:
    """Do what is left to be done, as workers do it, as often as it asks for."""
    [job] = claim({"erase": 5})
    while True:
        try:
            return erasure.erase([job])
        except NotNow:
            continue


def test_a_room_of_very_many_is_gone_at_once_for_whoever_is_still_in_it(
    alice: User, crowded: Conversation, api: Api
) -> None:
    said = send_message(alice, str(crowded.id), body="one two three").message
    entry = LogEntry.objects.get(message=said)
    conversations.delete(alice, "kitchen")
    left = Membership.objects.filter(conversation=crowded).select_related("user")
    assert left.count() == CROWD + 1 - portions.PORTION
    guest = left[0].user
    his, place = api(guest), f"/api/conversations/{crowded.id}"
    assert his.get("/api/conversations").json()["results"] == []
    for address in (place, f"{place}/messages", f"{place}/events?after=0", f"{place}/members"):
        assert his.get(address).status_code == 404, address
    assert his.get(f"/api/messages/{said.id}").status_code == 404
    assert his.get("/api/search?q=two").json()["results"] == []
    assert (welcome_heads(guest.id, 10), moved_for(guest.id, entry.at - timedelta(days=1))) == ([], {})
    assert fanout_source.memberships([str(guest.id)])[str(guest.id)] == {}
    for act in (
        lambda: send_message(guest, str(crowded.id), body="hello"),
        lambda: react(guest, str(said.id), "👍", on=True),
        lambda: members.leave(guest, str(crowded.id)),
        lambda: members.join(guest, str(crowded.id)),
        lambda: log.advance(crowded.id),
        lambda: transactions.run(lambda: log.lock(crowded.id)),
    ):
        with pytest.raises(NotFound):
            act()


def test_everybody_of_it_is_told_and_nothing_is_left(
    alice: User, crowded: Conversation, published: Published
) -> None:
    people = set(User.objects.values_list("id", flat=True))
    first = send_message(alice, str(crowded.id), body="one two three").message
    Message.objects.bulk_create(
        Message(
            conversation=crowded, sender=alice, seq=seq, updated_seq=seq, client_id=str(seq), reply_to=first
        )
        for seq in range(2, CROWD + 2)
    )
    ConversationBan.objects.bulk_create(ConversationBan(conversation=crowded, user_id=id_) for id_ in people)
    versions = dict(User.objects.values_list("id", "version"))
    with published() as events:
        conversations.delete(alice, "kitchen")
        erased()
    assert {UUID(user) for user in users_in(events)} == people
    assert {event.removed for event in events if isinstance(event, UsersChanged)} == {(str(crowded.id),)}
    assert dict(User.objects.values_list("id", "version")) == {id_: was + 1 for id_, was in versions.items()}
    assert not Conversation.objects.filter(id=crowded.id).exists()
    for model in (Membership, Message, LogEntry, ConversationBan, SearchDocument):
        assert not model.objects.exists()


def test_a_worker_that_dies_meanwhile_leaves_the_rest_to_the_next(
    alice: User, crowded: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversations.delete(alice, "kitchen")
    [job] = claim({"erase": 5})
    monkeypatch.setattr(portions, "PORTION", 100)
    monkeypatch.setattr(erasure, "PORTIONS_AT_ONCE", 3)
    with pytest.raises(NotNow):
        erasure.erase([job])
    assert Membership.objects.filter(conversation=crowded).count() == CROWD + 1 - 1_000 - 300
    monkeypatch.undo()
    erasure.erase([job])
    assert not Conversation.objects.filter(id=crowded.id).exists()
