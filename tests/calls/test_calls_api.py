"""The REST calls about calls: shapes, pages, whose device."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.calls.selectors import past_calls
from apps.calls.services import joining
from apps.conversations.models import Conversation
from tests.conftest import Api

from .conftest import device_of, start

pytestmark = pytest.mark.django_db


def test_a_call_over_rest(api: Api, alice: User, bob: User, direct: Conversation) -> None:
    call = start(alice, direct)
    joining.accept(bob, str(call.id), device_of(bob))
    shown = api(bob).get(f"/api/calls/{call.id}").json()
    assert {person.pop("user"): person.pop("state") for person in shown.pop("participants")} == {
        str(alice.id): "joined",
        str(bob.id): "joined",
    }
    assert shown.pop("duration_s") >= 0
    assert shown.pop("answered_at") >= shown.pop("started_at")
    assert shown.pop("ring_until")
    assert shown == {
        "id": str(call.id),
        "conversation": str(direct.id),
        "version": 2,
        "state": "active",
        "media": ["audio"],
        "started_by": str(alice.id),
        "end_reason": None,
        "ended_at": None,
        "recording": None,
        "recordings": [],
    }


def test_pages_of_calls_cost_the_same_whatever_their_length(
    api: Api, alice: User, direct: Conversation
) -> None:
    client = api(alice)

    def listed() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"/api/conversations/{direct.id}/calls").json()
        return len(page["results"]), len(captured)

    joining.hang_up(alice, str(start(alice, direct).id))
    one, few = listed()
    for _ in range(4):
        joining.hang_up(alice, str(start(alice, direct).id))
    assert (one, listed()) == (1, (5, few))
    first = client.get(f"/api/conversations/{direct.id}/calls?limit=2").json()
    second = client.get(first["next"]).json()
    assert len({call["id"] for call in [*first["results"], *second["results"]]}) == 4


def test_a_call_is_never_older_than_its_participants(alice: User, bob: User, direct: Conversation) -> None:
    found, own = start(alice, direct), device_of(bob)
    joining.accept(bob, str(found.id), own)
    (shown,) = past_calls([found], own.session)
    assert (shown.state, shown.version) == ("active", 2)
    assert {person.state for person in shown.participants} == {"joined"}


def test_the_live_ones(api: Api, alice: User, bob: User, carol: User, direct: Conversation) -> None:
    assert api(alice).get("/api/calls").json() == {"results": []}
    call = start(alice, direct)
    for user, seen in ((alice, [str(call.id)]), (bob, [str(call.id)]), (carol, [])):
        assert [each["id"] for each in api(user).get("/api/calls").json()["results"]] == seen
    joining.decline(bob, str(call.id))
    assert api(bob).get("/api/calls").json() == {"results": []}
