"""Whom a call rings, whom it does not, and what starting one twice does."""

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.accounts.services.blocks import block
from apps.calls.models import Call
from apps.calls.services import joining
from apps.conversations.models import Conversation, LogEntry
from apps.conversations.services.conversations import NewConversation, create, open_direct
from apps.core.errors import Conflict, Forbidden, Invalid, LimitReached, NotFound
from apps.fanout.events import DeviceFrame, Frame
from apps.outbox.models import OutboxRow
from tests.conftest import MakeUser
from tests.conversations.conftest import Published

from .conftest import device_of, start, states, versions

pytestmark = pytest.mark.django_db


def test_everybody_else_is_rung_and_told(
    alice: User, bob: User, carol: User, group: Conversation, published: Published
) -> None:
    device, before = device_of(alice), versions(alice, bob, carol)
    with published() as events:
        call = start(alice, group, device)
    assert states(call) == {"alice": "joined", "bob": "ringing", "carol": "ringing"}
    own = [event for event in events if isinstance(event, DeviceFrame)]
    assert [(event.user, event.session) for event in own] == [(str(alice.id), str(device.session))]
    assert b'"device":true' in own[0].payload
    assert b'"device":true' not in own[0].elsewhere
    rung = {event.topic: event.payload for event in events if isinstance(event, Frame)}
    assert rung == {f"user.{user.id}": own[0].elsewhere for user in (bob, carol)}
    assert versions(alice, bob, carol) == [version + 1 for version in before]
    (row,) = OutboxRow.objects.filter(kind="call")
    assert row.due_at == call.ring_until


def test_the_same_client_id_is_one_call(alice: User, direct: Conversation, group: Conversation) -> None:
    device = device_of(alice)
    first = joining.start(alice, str(direct.id), ["audio"], device, "once")
    joining.hang_up(alice, str(first.id))
    again = joining.start(alice, str(direct.id), ["audio"], device, "once")
    assert (again.id, again.state) == (first.id, "ended")
    for ref, media in ((group.id, ["audio"]), (direct.id, ["video"])):
        with pytest.raises(Conflict):
            joining.start(alice, str(ref), media, device, "once")  # type: ignore[arg-type]


def test_whoever_talks_elsewhere_is_not_rung(
    alice: User, bob: User, carol: User, direct: Conversation, group: Conversation
) -> None:
    talk = start(alice, direct)
    joining.accept(bob, str(talk.id), device_of(bob))
    call = start(carol, group)
    assert states(call) == {"alice": "missed", "bob": "missed", "carol": "left"}
    assert (call.state, call.end_reason) == ("ended", "busy")
    entry = LogEntry.objects.get(conversation=group)
    assert entry.delta == {"call": str(call.id), "end_reason": "busy", "duration_s": 0}
    assert entry.actor_id == carol.id
    assert not OutboxRow.objects.filter(kind="call", payload__call=str(call.id)).exists()


def test_nobody_is_in_two_calls(alice: User, bob: User, direct: Conversation, group: Conversation) -> None:
    start(alice, direct)
    with pytest.raises(Conflict):
        start(alice, group)
    call = start(bob, group)
    with pytest.raises(Conflict):
        joining.accept(alice, str(call.id), device_of(alice))


def test_a_call_rings_no_more_than_the_limit(
    alice: User, group: Conversation, settings: LazySettings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "call_ringing": 1}
    with pytest.raises(LimitReached):
        start(alice, group)
    settings.LIMITS = {**settings.LIMITS, "call_ringing": 2}
    assert start(alice, group).state == "ringing"


def test_blocks_keep_people_out_of_each_others_calls(
    alice: User, bob: User, carol: User, direct: Conversation, group: Conversation
) -> None:
    block(bob, alice)
    for user in (alice, bob):
        with pytest.raises(Forbidden):
            start(user, direct)
    call = start(alice, group)
    assert states(call) == {"alice": "joined", "carol": "ringing"}
    with pytest.raises(Forbidden):
        start(bob, group)
    with pytest.raises(Forbidden):
        joining.accept(bob, str(call.id), device_of(bob))
    joining.accept(carol, str(call.id), device_of(carol))
    joining.hang_up(alice, str(call.id))


def test_whom_nothing_but_blocks_surround_calls_nobody(alice: User, bob: User, carol: User) -> None:
    other = open_direct(alice, carol)[0]
    talk = start(alice, other)
    joining.accept(carol, str(talk.id), device_of(carol))
    call = start(bob, open_direct(alice, bob)[0])
    assert (call.state, call.end_reason, states(call)) == (
        "ended",
        "busy",
        {"alice": "missed", "bob": "left"},
    )


def test_what_cannot_be_asked_for(alice: User, carol: User, direct: Conversation) -> None:
    with pytest.raises(Invalid):
        joining.start(alice, str(direct.id), [], device_of(alice))
    with pytest.raises(Invalid):
        joining.start(alice, str(direct.id), ["audio"], device_of(alice), "x" * 65)
    with pytest.raises(NotFound):
        start(carol, direct)
    assert not Call.objects.exists()


def test_starting_costs_the_same_whomever_it_rings(
    alice: User, make_user: MakeUser, group: Conversation
) -> None:
    device, crowd = (
        device_of(alice),
        create(
            alice,
            NewConversation(
                kind="group",
                title="Crowd",
                members=[make_user(f"user{number}").username for number in range(20)],
            ),
        )[0],
    )

    def statements(conversation: Conversation) -> int:
        with CaptureQueriesContext(connection) as captured:
            call = start(alice, conversation, device)
        joining.hang_up(alice, str(call.id))
        return len(captured)

    assert statements(group) == statements(crowd) <= 15
