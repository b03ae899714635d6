"""GET /api/conversations: what one is in, newest activity first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.conversations.services import conversations, members, messages, receipts
from apps.conversations.services.conversations import NewConversation
from tests.conftest import Api, MakeUser

pytestmark = pytest.mark.django_db


def new_group(owner: User, *people: User, title: str = "Friends") -> str:
    asked = NewConversation(kind="group", title=title, members=[person.username for person in people])
    return str(conversations.create(owner, asked)[0].id)


def listed(api: Api, user: User, query: str = "") -> list[dict[str, object]]:
    answer = api(user).get(f"/api/conversations{query}")
    assert answer.status_code == 200, answer.content
    results: list[dict[str, object]] = answer.json()["results"]
    return results


def test_newest_activity_first(api: Api, alice: User, bob: User) -> None:
    first, second = new_group(alice, bob, title="one"), new_group(alice, bob, title="two")
    assert [one["id"] for one in listed(api, bob)] == [second, first]
    messages.send_message(alice, first, body="hello")
    assert [one["id"] for one in listed(api, bob)] == [first, second]


def test_everything_about_a_conversation(api: Api, alice: User, bob: User) -> None:
    group = new_group(alice, bob)
    sent = messages.send_message(alice, group, body="hello").message
    (seen,) = listed(api, bob)
    last = seen.pop("last_message")
    assert isinstance(last, dict)
    assert (last["id"], last["body"], last["sender"]["username"]) == (str(sent.id), "hello", "alice")
    assert seen.pop("last_activity_at") == last["created_at"]
    assert seen == {
        "id": group,
        "kind": "group",
        "title": "Friends",
        "slug": None,
        "history": "joined",
        "peer": None,
        "head": 1,
        "read_seq": 0,
        "visible_from": 1,
        "unread": 1,
        "role": "member",
        "members_count": 2,
        "muted_until": None,
    }


def test_the_peer_of_a_direct_conversation_is_the_other_one(api: Api, alice: User, bob: User) -> None:
    conversations.open_direct(alice, bob)
    assert [one["peer"]["username"] for one in listed(api, alice)] == ["bob"]  # type: ignore[index]
    assert [one["peer"]["username"] for one in listed(api, bob)] == ["alice"]  # type: ignore[index]


def test_an_erased_account_is_no_peer(api: Api, alice: User, bob: User) -> None:
    conversations.open_direct(alice, bob)
    bob.delete()
    assert [one["peer"] for one in listed(api, alice)] == [None]


def test_pages_by_cursor(api: Api, alice: User, bob: User) -> None:
    made = [new_group(alice, title=str(number)) for number in range(5)]
    seen: list[str] = []
    address: str | None = "/api/conversations?limit=2"
    while address:
        page = api(alice).get(address).json()
        seen += [one["id"] for one in page["results"]]
        address = page["next"]
    assert seen == made[::-1]


def test_updated_after_leaves_out_what_did_not_change(api: Api, alice: User, bob: User) -> None:
    quiet, lively, read = (new_group(alice, bob, title=title) for title in ("quiet", "lively", "read"))
    messages.send_message(alice, read, body="news")
    moment = str(listed(api, alice)[0]["last_activity_at"]).replace("+", "%2B")
    messages.send_message(bob, lively, body="hello")
    receipts.mark_read(bob, read, 1)
    assert {one["id"] for one in listed(api, bob, f"?updated_after={moment}")} == {lively, read}
    assert quiet not in {one["id"] for one in listed(api, alice, f"?updated_after={moment}")}


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=101", "?limit=x", "?cursor=made-up", "?updated_after=yesterday"]
)
def test_what_cannot_be_understood_is_invalid(api: Api, alice: User, query: str) -> None:
    answer = api(alice).get(f"/api/conversations{query}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid")


def test_the_last_message_before_ones_joining_is_not_shown(api: Api, alice: User, bob: User) -> None:
    group = new_group(alice)
    messages.send_message(alice, group, body="secret")
    members.invite(alice, group, "bob")
    (seen,) = listed(api, bob)
    assert (seen["last_message"], seen["unread"], seen["visible_from"]) == (None, 0, 2)


def test_a_deleted_last_message_keeps_its_place_without_a_body(api: Api, alice: User, bob: User) -> None:
    group = new_group(alice, bob)
    messages.delete_message(alice, str(messages.send_message(alice, group, body="oops").message.id))
    last = listed(api, bob)[0]["last_message"]
    assert isinstance(last, dict)
    assert (last["body"], last["deleted"]) == (None, True)


def test_statements_do_not_grow_with_the_list(api: Api, make_user: MakeUser, alice: User, bob: User) -> None:
    client = api(alice)
    counts = []
    for round_ in range(2):
        for number in range(1 + 8 * round_):
            group = new_group(alice, bob)
            sent = messages.send_message(bob, group, body="hello").message
            messages.react(alice, str(sent.id), "👍", on=True)
            conversations.open_direct(alice, make_user(f"peer{round_}{number}"))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/api/conversations").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4
