"""The calls about conversations, members and messages over HTTP: statuses, bodies, errors."""

from typing import Any

import pytest
from django.conf import LazySettings

from apps.accounts.models import User
from apps.conversations.models import Conversation
from chatproject.limits import Rate
from tests.conftest import Api

pytestmark = pytest.mark.django_db


def test_making_a_conversation_once(api: Api, alice: User, bob: User) -> None:
    body = {"kind": "group", "title": "Tea", "client_id": "one", "members": ["bob"]}
    first, again = (api(alice).post("/api/conversations", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (first.json()["role"], first.json()["members_count"]) == ("owner", 2)


def test_making_a_direct_conversation_once(api: Api, alice: User, bob: User) -> None:
    first = api(alice).post("/api/conversations", {"kind": "direct", "members": ["bob"]})
    again = api(bob).post("/api/conversations", {"kind": "direct", "members": [str(alice.id)]})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert (first.json()["peer"]["username"], again.json()["peer"]["username"]) == ("bob", "alice")


def test_describing_muting_and_deleting(api: Api, group: Conversation, alice: User, bob: User) -> None:
    address = f"/api/conversations/{group.id}"
    assert api(alice).patch(address, {"title": "Coffee"}).json()["title"] == "Coffee"
    assert api(bob).patch(address, {"title": "Milk"}).status_code == 403
    muted = api(bob).patch(f"{address}/membership", {"muted_until": "2040-01-01T00:00:00Z"})
    assert muted.json()["muted_until"] == "2040-01-01T00:00:00Z"
    assert api(alice).get(address).json()["muted_until"] is None
    assert api(alice).delete(address).status_code == 204
    assert api(alice).get(address).status_code == 404


def test_members_come_and_go(api: Api, group: Conversation, alice: User, bob: User, carol: User) -> None:
    address = f"/api/conversations/{group.id}/members"
    invited = api(alice).post(address, {"user": "carol"})
    assert (invited.status_code, invited.json()["user"]["username"], invited.json()["role"]) == (
        201,
        "carol",
        "member",
    )
    assert set(invited.json()) == {"user", "role", "read_seq", "joined_at"}
    listed = api(bob).get(f"{address}?limit=2").json()
    rest = api(bob).get(listed["next"]).json()
    names = [member["user"]["username"] for member in listed["results"] + rest["results"]]
    assert (sorted(names), names[-1]) == (["alice", "bob", "carol"], "carol")
    assert api(alice).patch(f"{address}/carol", {"role": "admin"}).json()["role"] == "admin"
    assert api(carol).delete(f"{address}/bob").status_code == 204
    assert api(bob).get(address).status_code == 404
    assert api(alice).put(f"{address}/carol/ban").status_code == 204
    assert api(alice).post(address, {"user": "carol"}).status_code == 403
    assert api(alice).delete(f"{address}/carol/ban").status_code == 204
    assert api(alice).post(address, {"user": "carol"}).status_code == 201


def test_the_last_owner_hands_over_first(api: Api, group: Conversation, alice: User, bob: User) -> None:
    address = f"/api/conversations/{group.id}"
    refused = api(alice).post(f"{address}/leave")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "last_owner")
    api(alice).patch(f"{address}/members/bob", {"role": "owner"})
    assert api(alice).post(f"{address}/leave").status_code == 204


def test_sending_once(api: Api, group: Conversation, alice: User, bob: User) -> None:
    address = f"/api/conversations/{group.id}/messages"
    first, again = (api(alice).post(address, {"body": "hello", "client_id": "one"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = api(alice).post(address, {"body": "other", "client_id": "one"})
    assert (other.status_code, other.json()["errors"][0]["code"]) == (409, "conflict")
    api(bob).patch(f"/api/conversations/{group.id}/members/alice", {"role": "owner"})
    api(alice).patch(f"/api/conversations/{group.id}/members/bob", {"role": "owner"})
    api(alice).post(f"/api/conversations/{group.id}/leave")
    late = api(alice).post(address, {"body": "hello", "client_id": "one"})
    assert (late.status_code, late.json()["id"]) == (200, first.json()["id"])


def test_one_message(api: Api, group: Conversation, alice: User, bob: User) -> None:
    sent = api(alice).post(f"/api/conversations/{group.id}/messages", {"body": "hello"}).json()
    address = f"/api/messages/{sent['id']}"
    assert api(bob).get(address).json() == sent
    assert api(bob).patch(address, {"body": "hijacked"}).status_code == 403
    edited = api(alice).patch(address, {"body": "hello there"}).json()
    assert (edited["body"], edited["seq"], edited["updated_seq"]) == ("hello there", 1, 2)
    assert api(bob).put(f"{address}/reactions/👍").json()["reactions"] == [
        {"emoji": "👍", "count": 1, "mine": True}
    ]
    assert api(bob).delete(f"{address}/reactions/👍").json()["reactions"] == []
    assert api(alice).delete(address).status_code == 204
    assert (api(bob).get(address).json()["body"], api(bob).get(address).json()["deleted"]) == (None, True)


def test_reading(api: Api, group: Conversation, alice: User, bob: User) -> None:
    api(alice).post(f"/api/conversations/{group.id}/messages", {"body": "hello"})
    address = f"/api/conversations/{group.id}/read"
    read = [api(bob).put(address, {"seq": seq}).json() for seq in (9, 0)]
    assert [(seen["read_seq"], seen["unread"]) for seen in read] == [(1, 0), (1, 0)]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/api/conversations", {"kind": "circle"}),
        ("post", "/api/conversations", {}),
        ("patch", "/api/conversations/{id}", {"title": 7}),
        ("patch", "/api/conversations/{id}/membership", {}),
        ("patch", "/api/conversations/{id}/membership", {"muted_until": "tomorrow"}),
        ("post", "/api/conversations/{id}/members", {"user": 7}),
        ("post", "/api/conversations/{id}/members", {"user": "bob", "role": "king"}),
        ("patch", "/api/conversations/{id}/members/bob", {"role": None}),
        ("post", "/api/conversations/{id}/messages", {"body": ""}),
        ("post", "/api/conversations/{id}/messages", {"body": "x" * 4001}),
        ("post", "/api/conversations/{id}/messages", {"body": "x", "client_id": "é"}),
        ("post", "/api/conversations/{id}/messages", {"body": "x", "reply_to": "y"}),
        ("put", "/api/conversations/{id}/read", {"seq": -1}),
        ("put", "/api/conversations/{id}/read", {"seq": "1"}),
    ],
)
def test_what_cannot_be_understood_is_invalid(
    api: Api, group: Conversation, alice: User, method: str, path: str, body: dict[str, Any]
) -> None:
    answer = getattr(api(alice), method)(path.format(id=group.id), body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid")


@pytest.mark.parametrize(
    ("rule", "call"),
    [
        ("send", ("post", "/api/conversations/{id}/messages", {"body": "x"})),
        ("change", ("patch", "/api/conversations/{id}", {"title": "x"})),
        ("join", ("post", "/api/conversations/general/join", None)),
        ("create", ("post", "/api/conversations", {"kind": "group"})),
        ("search", ("get", "/api/search?q=x", None)),
        ("read", ("get", "/api/conversations", None)),
    ],
)
def test_rates_are_limited(
    api: Api,
    settings: LazySettings,
    group: Conversation,
    alice: User,
    rule: str,
    call: tuple[str, str, dict[str, Any] | None],
) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, rule: Rate(1, 9999)}
    client = api(alice)
    method, path, body = call
    first, second = (getattr(client, method)(path.format(id=group.id), body) for _ in range(2))
    assert (first.status_code < 300, second.status_code) == (True, 429)
    assert int(second["Retry-After"]) > 0


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
def test_a_time_that_utc_does_not_know(api: Api, group: Conversation, alice: User, moment: str) -> None:
    place = f"/api/conversations/{group.id}"
    refused = [
        api(alice).patch(f"{place}/membership", {"muted_until": moment}),
        api(alice).get("/api/conversations", {"updated_after": moment}),
    ]
    found = [(answer.status_code, answer.json()["errors"][0]["attr"]) for answer in refused]
    assert found == [(400, "muted_until"), (400, "updated_after")]
    assert api(alice).get(f"{place}/members").status_code == 200


def test_a_direct_conversation_is_found_beyond_the_limit(
    api: Api, settings: LazySettings, alice: User, bob: User, carol: User
) -> None:
    first = api(alice).post("/api/conversations", {"kind": "direct", "members": ["bob"]})
    settings.LIMITS = {**settings.LIMITS, "conversations": 1}
    again = api(alice).post("/api/conversations", {"kind": "direct", "members": ["bob"]})
    other = api(alice).post("/api/conversations", {"kind": "direct", "members": ["carol"]})
    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 409]
