"""Accepting, declining and leaving a call, with one device or another."""

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.calls.models import Call, Participant
from apps.calls.services import joining
from apps.conversations.models import Conversation, LogEntry
from apps.core.errors import CallEnded, Conflict, LimitReached
from tests.conversations.conftest import Published

from .conftest import device_of, start, states, versions

pytestmark = pytest.mark.django_db


def test_an_answer_binds_the_device(
    alice: User, bob: User, direct: Conversation, published: Published
) -> None:
    call, phone, laptop = start(alice, direct), device_of(bob), device_of(bob)
    before = versions(alice, bob)
    joining.accept(bob, str(call.id), phone)
    assert versions(alice, bob) == [version + 1 for version in before]
    call.refresh_from_db()
    assert (call.state, call.version) == ("active", 2)
    assert call.answered_at is not None
    with pytest.raises(Conflict):
        joining.accept(bob, str(call.id), laptop)
    with published() as events:
        joining.accept(bob, str(call.id), phone)
    assert events == []
    with published() as events:
        joining.accept(bob, str(call.id), phone._replace(connection="reloaded"))
    # A change of one participant's is told, and nothing is to be fetched for it.
    assert len(events) == 2
    assert versions(alice, bob) == [version + 1 for version in before]
    row = Participant.objects.get(call=call, user=bob)
    assert (row.session, row.connection) == (phone.session, "reloaded")


def test_declining_is_final_for_the_ringing_and_not_for_the_call(
    alice: User, bob: User, carol: User, group: Conversation
) -> None:
    call = start(alice, group)
    joining.decline(bob, str(call.id))
    joining.decline(bob, str(call.id))
    assert states(call)["bob"] == "declined"
    joining.accept(carol, str(call.id), device_of(carol))
    joining.decline(carol, str(call.id))
    assert states(call)["carol"] == "joined"
    joining.accept(bob, str(call.id), device_of(bob))
    assert states(call) == {"alice": "joined", "bob": "joined", "carol": "joined"}


def test_the_last_but_one_to_leave_ends_it(alice: User, bob: User, carol: User, group: Conversation) -> None:
    call = start(alice, group)
    joining.accept(bob, str(call.id), device_of(bob))
    joining.accept(carol, str(call.id), device_of(carol))
    joining.hang_up(alice, str(call.id))
    assert Call.objects.get().state == "active"
    before = versions(alice, bob, carol)
    joining.hang_up(bob, str(call.id))
    assert states(call) == {"alice": "left", "bob": "left", "carol": "left"}
    assert versions(alice, bob, carol) == [version + 1 for version in before]
    ended, entry = Call.objects.get(), LogEntry.objects.get()
    assert (ended.state, ended.end_reason, ended.seq) == ("ended", "completed", entry.seq)
    assert (entry.type, entry.actor_id, entry.at) == ("call_ended", alice.id, ended.ended_at)
    for command in (joining.hang_up, joining.decline):
        with pytest.raises(CallEnded):
            command(alice, str(call.id))
    with pytest.raises(CallEnded):
        joining.accept(alice, str(call.id), device_of(alice))


def test_a_full_call_takes_nobody(
    alice: User, bob: User, carol: User, group: Conversation, settings: LazySettings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "call_participants": 2}
    call = start(alice, group)
    joining.accept(bob, str(call.id), device_of(bob))
    with pytest.raises(LimitReached):
        joining.accept(carol, str(call.id), device_of(carol))
    joining.hang_up(bob, str(call.id))
    joining.accept(carol, str(call.id), device_of(carol))
    assert states(call)["carol"] == "joined"


def test_an_answer_costs_few_statements(alice: User, bob: User, direct: Conversation) -> None:
    call, device = start(alice, direct), device_of(bob)
    with CaptureQueriesContext(connection) as captured:
        joining.accept(bob, str(call.id), device)
    assert len(captured) <= 12, [query["sql"] for query in captured]
