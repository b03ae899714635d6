"""What happens to a call by itself. Times are moved in the record: nobody waits for them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db.models import F
from pytest_django import Settings

from apps.accounts.models import User
from apps.calls.models import Call, Participant
from apps.calls.services import joining, settling
from apps.conversations.models import Conversation, LogEntry
from apps.core import clock
from apps.core.cache import GuardedCache
from apps.core.ids import new_id
from apps.fanout.presence import KeptPresence, presence
from apps.outbox.claims import Job
from apps.outbox.handlers import NotNow
from apps.outbox.models import OutboxRow
from tests.conversations.conftest import Published

from .conftest import device_of, frames_in, start, states, versions

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def here(alice: User, bob: User, carol: User) -> None:
    """Everybody has a socket."""
    for user in (alice, bob, carol):
        presence().seen(str(user.id))


@pytest.fixture(autouse=True)
def moment(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what a test does no time passes."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)


def let_time_pass(call: Call) -> None:
    """Move what a call waits for into the past."""
    Call.objects.filter(id=call.id).update(ring_until=F("ring_until") - LATER)
    Participant.objects.filter(call=call).update(deadline=F("deadline") - LATER)


def job(call: Call, **payload: object) -> Job:
    return Job(new_id(), "call", {"call": str(call.id), **payload}, 1, uuid4())


def test_nobody_answers(alice: User, bob: User, direct: Conversation, published: Published) -> None:
    call = start(alice, direct)
    assert settling.settle(call.id) == 45
    assert states(call)["bob"] == "ringing"
    let_time_pass(call)
    before = versions(alice, bob)
    with published() as events:
        assert settling.settle(call.id) is None
    assert states(call) == {"alice": "left", "bob": "missed"}
    assert {frame["call"]["end_reason"] for frame in frames_in(events) if frame["type"] == "call"} == {
        "missed"
    }
    assert versions(alice, bob) == [version + 1 for version in before]
    assert LogEntry.objects.get().delta["end_reason"] == "missed"
    assert settling.settle(call.id) is None
    assert LogEntry.objects.count() == 1


def test_a_group_goes_on_with_those_who_answered(alice: User, bob: User, group: Conversation) -> None:
    call = start(alice, group)
    joining.accept(bob, str(call.id), device_of(bob))
    let_time_pass(call)
    assert settling.settle(call.id) == 60
    assert states(call) == {"alice": "joined", "bob": "joined", "carol": "missed"}


def test_whoever_is_lost_is_waited_for(alice: User, bob: User, direct: Conversation) -> None:
    call, device = start(alice, direct), device_of(bob, "socket")
    joining.accept(bob, str(call.id), device)
    settling.lose(bob.id, call.id, "another socket")
    assert states(call)["bob"] == "joined"
    settling.lose(bob.id, call.id, "socket")
    assert states(call)["bob"] == "reconnecting"
    row = OutboxRow.objects.exclude(payload__has_key="watch").get()
    assert row.due_at - row.created_at == timedelta(seconds=30)
    assert settling.settle(call.id) == 30
    joining.accept(bob, str(call.id), device._replace(connection="new"))
    let_time_pass(call)
    settling.settle(call.id)
    assert states(call) == {"alice": "joined", "bob": "joined"}


def test_another_device_may_take_over_for_one_that_is_lost(
    alice: User, bob: User, direct: Conversation
) -> None:
    call = start(alice, direct)
    joining.accept(bob, str(call.id), device_of(bob, "socket"))
    settling.lose(bob.id, call.id, "socket")
    other = device_of(bob, "other")
    joining.accept(bob, str(call.id), other)
    row = Participant.objects.get(call=call, user=bob)
    assert (row.state, row.session, row.deadline) == ("joined", other.session, None)


@pytest.mark.parametrize(("lost", "reason"), [(["bob"], "completed"), (["alice", "bob"], "failed")])
def test_who_does_not_come_back_has_left(
    alice: User, bob: User, direct: Conversation, lost: list[str], reason: str
) -> None:
    call = start(alice, direct, device_of(alice, "alice"))
    joining.accept(bob, str(call.id), device_of(bob, "bob"))
    for user in (alice, bob):
        if user.username in lost:
            settling.lose(user.id, call.id, user.username)
    let_time_pass(call)
    assert settling.settle(call.id) is None
    assert Call.objects.get().end_reason == reason


def test_a_starter_who_is_lost_may_still_be_answered(alice: User, bob: User, direct: Conversation) -> None:
    call = start(alice, direct, device_of(alice, "socket"))
    settling.lose(alice.id, call.id, "socket")
    joining.accept(bob, str(call.id), device_of(bob))
    assert states(call) == {"alice": "reconnecting", "bob": "joined"}
    assert Call.objects.get().state == "active"


def test_a_server_that_died_takes_nobody_into_a_call_for_ever(
    alice: User, bob: User, direct: Conversation
) -> None:
    call = start(alice, direct)
    joining.accept(bob, str(call.id), device_of(bob))
    caches["default"].clear()
    presence().keep([str(alice.id)])
    assert settling.settle(call.id) == 30
    assert states(call) == {"alice": "joined", "bob": "reconnecting"}
    let_time_pass(call)
    assert settling.settle(call.id) is None
    assert Call.objects.get().end_reason == "completed"


def test_nobody_is_lost_to_a_process_that_knows_of_no_sockets(
    alice: User,
    bob: User,
    direct: Conversation,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.CACHES = {**settings.CACHES, "default": settings.LOCAL_CACHE}
    call = start(alice, direct)
    joining.accept(bob, str(call.id), device_of(bob))
    caches["local"].clear()
    stranger = KeptPresence()
    monkeypatch.setattr(settling, "presence", lambda: stranger)
    settling.settle(call.id)
    assert states(call) == {"alice": "joined", "bob": "joined"}
    stranger.seen(str(alice.id))
    monkeypatch.setattr(GuardedCache, "away", True)
    settling.settle(call.id)
    assert states(call) == {"alice": "joined", "bob": "joined"}


def test_the_watch_goes_on_for_as_long_as_the_call(alice: User, direct: Conversation) -> None:
    call = start(alice, direct)
    with pytest.raises(NotNow):
        settling.watch([job(call, watch=True)])
    settling.watch([job(call)])
    joining.hang_up(alice, str(call.id))
    settling.watch([job(call, watch=True)])
    Call.objects.all().delete()
    settling.watch([job(call, watch=True)])
    settling.lose(alice.id, call.id, "c")
