"""Everybody at once, on the real database: each race has one outcome, and every device is told the same one (I6)."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import msgspec
import pytest
from django.conf import settings as project

from apps.accounts.models import User
from apps.calls.models import Call, Participant
from apps.calls.services import joining
from apps.conversations.models import Conversation, LogEntry
from apps.conversations.services.conversations import NewConversation, create
from apps.core.errors import ParleyError
from apps.fanout import publish as publishing
from apps.fanout.events import DeviceFrame, Frame
from tests.conftest import MakeUser
from tests.conversations.conftest import Recorder
from tests.conversations.test_send_concurrency import at_once

from .conftest import device_of, start, states

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(publishing, "_outlet", lambda _: lambda: recorder)
    return recorder


def outcome(work: Callable[..., object], *arguments: object) -> str:
    try:
        work(*arguments)
    except ParleyError as error:
        return str(error.code)
    return "done"


def newest(told: Recorder, call: UUID, user: User) -> dict[str, object]:
    """Return the newest state of a call that all devices of a user were told, without whose device it is."""
    texts = [
        event.payload for event in told.events if isinstance(event, Frame) and str(user.id) in event.topic
    ]
    for event in told.events:
        if isinstance(event, DeviceFrame) and event.user == str(user.id):
            texts += [event.payload, event.elsewhere]
    found = [frame["call"] for text in texts if (frame := msgspec.json.decode(text))["type"] == "call"]
    last = max((each for each in found if each["id"] == str(call)), key=lambda each: each["version"])
    return {**last, "participants": {each["user"]: each["state"] for each in last["participants"]}}


def test_two_devices_that_answer(alice: User, bob: User, direct: Conversation) -> None:
    call, devices = start(alice, direct), [device_of(bob, str(number)) for number in range(4)]
    outcomes = at_once(*(partial(outcome, joining.accept, bob, str(call.id), device) for device in devices))
    assert sorted(outcomes) == ["conflict"] * 3 + ["done"]
    bound = Participant.objects.get(call=call, user=bob)
    assert bound.session == devices[outcomes.index("done")].session


def test_hanging_up_while_the_other_accepts(
    alice: User, bob: User, direct: Conversation, told: Recorder
) -> None:
    for _ in range(ROUNDS):
        call, device = start(alice, direct), device_of(bob)
        outcomes = at_once(
            partial(outcome, joining.hang_up, alice, str(call.id)),
            partial(outcome, joining.accept, bob, str(call.id), device),
        )
        ended = Call.objects.get(id=call.id)
        assert ended.state == "ended"
        expected = {"done": "completed", "call_ended": "cancelled"}[outcomes[1]]
        assert (outcomes[0], ended.end_reason) == ("done", expected)
        seen = newest(told, call.id, alice)
        assert seen == newest(told, call.id, bob)
        assert (seen["state"], seen["end_reason"]) == ("ended", expected)


def test_calling_each_other(alice: User, bob: User, direct: Conversation, told: Recorder) -> None:
    for _ in range(ROUNDS):
        hers, his = device_of(alice), device_of(bob)
        calls = [
            call.id for call in at_once(partial(start, alice, direct, hers), partial(start, bob, direct, his))
        ]
        assert calls[0] == calls[1]
        assert states(calls[0]) == {"alice": "joined", "bob": "joined"}
        assert newest(told, calls[0], alice) == newest(told, calls[0], bob)
        joining.hang_up(alice, str(calls[0]))


def test_one_device_declines_while_another_accepts(
    alice: User, bob: User, direct: Conversation, told: Recorder
) -> None:
    for _ in range(ROUNDS):
        call, device = start(alice, direct), device_of(bob)
        declined, accepted = at_once(
            partial(outcome, joining.decline, bob, str(call.id)),
            partial(outcome, joining.accept, bob, str(call.id), device),
        )
        now = Call.objects.get(id=call.id)
        # Declining comes first and ends it, or comes too late and means nothing.
        assert declined == "done"
        assert (accepted, now.state) in {("done", "active"), ("call_ended", "ended")}
        assert newest(told, call.id, alice) == newest(told, call.id, bob)
        if now.state == "active":
            joining.hang_up(alice, str(call.id))


def test_both_hang_up(alice: User, bob: User, direct: Conversation) -> None:
    call = start(alice, direct)
    joining.accept(bob, str(call.id), device_of(bob))
    outcomes = at_once(*(partial(outcome, joining.hang_up, user, str(call.id)) for user in (alice, bob)))
    assert sorted(outcomes) == ["call_ended", "done"]
    assert LogEntry.objects.filter(type="call_ended").count() == 1


def test_fifty_who_accept_at_once_fill_it_and_no_more(alice: User, make_user: MakeUser) -> None:
    people = [make_user(f"user{number}") for number in range(50)]
    names = [user.username for user in people]
    crowd, _ = create(alice, NewConversation(kind="group", title="Crowd", members=names))
    call, devices = start(alice, crowd), {user.id: device_of(user) for user in people}
    outcomes: list[str] = []
    for first in range(0, len(people), 10):
        outcomes += at_once(
            *(
                partial(outcome, joining.accept, user, str(call.id), devices[user.id])
                for user in people[first : first + 10]
            )
        )
    room = project.LIMITS["call_participants"] - 1
    assert sorted(outcomes) == ["done"] * room + ["limit_reached"] * (50 - room)
    assert Participant.objects.filter(call=call, state="joined").count() == room + 1


def test_two_calls_at_once_of_one_person(
    alice: User, bob: User, direct: Conversation, group: Conversation
) -> None:
    first, second = device_of(alice), device_of(alice)
    outcomes = at_once(
        partial(outcome, start, alice, direct, first),
        partial(outcome, start, alice, group, second),
    )
    assert sorted(outcomes) == ["conflict", "done"]
    assert Participant.objects.filter(user=alice, state="joined").count() == 1
