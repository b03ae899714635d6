"""Calls and what happens to their conversation: departures, bans, deletion."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from apps.accounts.models import User
from apps.calls.models import Call, Participant
from apps.calls.services import joining
from apps.conversations.models import Conversation, LogEntry
from apps.conversations.services import conversations, members
from apps.conversations.services.erasure import erase
from apps.core.errors import NotFound
from apps.outbox.claims import claim
from tests.conversations.conftest import Published

from .conftest import device_of, frames_in, start, states

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how", ["leave", "remove", "ban"])
def test_whoever_goes_leaves_the_call(
    alice: User, bob: User, carol: User, group: Conversation, published: Published, how: str
) -> None:
    call = start(alice, group)
    for user in (bob, carol):
        joining.accept(user, str(call.id), device_of(user))
    with published() as events:
        if how == "leave":
            members.leave(bob, str(group.id))
        else:
            {"remove": members.remove, "ban": members.ban}[how](alice, str(group.id), "bob")
    told = [frame["call"] for frame in frames_in(events) if frame["type"] == "call"]
    assert {each["state"] for each in told} == {"active"}
    assert all(
        {"user": str(bob.id), "state": "left"}.items() <= participant.items()
        for each in told
        for participant in each["participants"]
        if participant["user"] == str(bob.id)
    )
    assert states(call) == {"alice": "joined", "carol": "joined"}
    with pytest.raises(NotFound):
        joining.accept(bob, str(call.id), device_of(bob))
    with published() as events:
        joining.hang_up(carol, str(call.id))
    assert not [event for event in events if str(bob.id) in repr(event)]
    assert Call.objects.get().end_reason == "completed"


def test_the_end_of_a_call_is_told_before_the_departure_that_ends_it(
    alice: User, bob: User, carol: User, group: Conversation
) -> None:
    members.leave(carol, str(group.id))
    call = start(alice, group)
    joining.accept(bob, str(call.id), device_of(bob))
    members.leave(bob, str(group.id))
    types = LogEntry.objects.filter(conversation=group).order_by("seq").values_list("type", flat=True)
    assert list(types) == ["member_left", "call_ended", "member_left"]


def test_who_is_rung_and_goes_is_rung_no_more(alice: User, bob: User, group: Conversation) -> None:
    call = start(alice, group)
    members.leave(bob, str(group.id))
    assert states(call) == {"alice": "joined", "carol": "ringing"}


def test_a_deleted_conversation_takes_its_calls_along(
    alice: User,
    bob: User,
    group: Conversation,
    published: Published,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    start(alice, group)
    first = Call.objects.get()
    joining.hang_up(alice, str(first.id))
    call = start(alice, group)
    joining.accept(bob, str(call.id), device_of(bob))
    with published() as events:
        conversations.delete(alice, str(group.id))
    ended = [frame["call"] for frame in frames_in(events) if frame["type"] == "call"]
    assert {each["end_reason"] for each in ended} == {"completed"}
    erase(claim({"erase": 1}))
    assert not Call.objects.exists()
    assert not Participant.objects.exists()
    assert not Conversation.objects.filter(id=group.id).exists()
