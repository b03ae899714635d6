"""GET /api/conversations/{id}/messages: pages of what was said."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.conversations.services import members, messages
from apps.conversations.services.conversations import NewConversation, create
from tests.conftest import Api

pytestmark = pytest.mark.django_db
Talk = Callable[[int], str]


@pytest.fixture
def talk(alice: User, bob: User) -> Talk:
    def make(count: int) -> str:
        group = str(create(alice, NewConversation(kind="group", title="Talk", members=["bob"]))[0].id)
        for number in range(1, count + 1):
            messages.send_message(alice, group, body=f"message {number}")
        return group

    return make


@pytest.mark.parametrize(
    ("query", "seqs"),
    [
        ("", [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("?limit=3", [9, 8, 7]),
        ("?limit=3&before=7", [6, 5, 4]),
        ("?limit=3&after=4", [7, 6, 5]),
        ("?limit=4&around=5", [7, 6, 5, 4]),
        ("?limit=1&around=5", [5]),
        ("?before=1", []),
        ("?after=9", []),
    ],
)
def test_pages_are_newest_first(api: Api, talk: Talk, bob: User, query: str, seqs: list[int]) -> None:
    page = api(bob).get(f"/api/conversations/{talk(9)}/messages{query}").json()
    assert [message["seq"] for message in page["results"]] == seqs
    assert page["head"] == 9


@pytest.mark.parametrize(
    "query", ["?before=3&after=1", "?around=1&before=2", "?before=x", "?after=-1", "?limit=0", "?limit=101"]
)
def test_what_cannot_be_understood_is_invalid(api: Api, talk: Talk, alice: User, query: str) -> None:
    answer = api(alice).get(f"/api/conversations/{talk(1)}/messages{query}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid")


def test_history_begins_where_one_came_in(api: Api, talk: Talk, alice: User, carol: User) -> None:
    group = talk(3)
    members.invite(alice, group, "carol")
    messages.send_message(alice, group, body="welcome")
    for query in ("", "?around=2", "?after=0", "?before=6"):
        page = api(carol).get(f"/api/conversations/{group}/messages{query}").json()
        assert [message["body"] for message in page["results"]] == ["welcome"]


def test_what_lies_before_ones_joining_is_not_quoted(api: Api, talk: Talk, alice: User, carol: User) -> None:
    group = talk(1)
    (old,) = api(alice).get(f"/api/conversations/{group}/messages").json()["results"]
    members.invite(alice, group, "carol")
    messages.send_message(alice, group, body="as I said", reply_to=old["id"])
    shown = [
        api(user).get(f"/api/conversations/{group}/messages").json()["results"][0] for user in (alice, carol)
    ]
    assert [message["reply_to"] and message["reply_to"]["excerpt"] for message in shown] == [
        "message 1",
        None,
    ]


def test_a_deleted_original_is_quoted_without_words(api: Api, talk: Talk, alice: User) -> None:
    group = talk(1)
    (old,) = api(alice).get(f"/api/conversations/{group}/messages").json()["results"]
    messages.send_message(alice, group, body="as I said", reply_to=old["id"])
    messages.delete_message(alice, old["id"])
    newest, deleted = api(alice).get(f"/api/conversations/{group}/messages").json()["results"]
    assert newest["reply_to"]["excerpt"] == ""
    assert (deleted["body"], deleted["deleted"], deleted["reactions"]) == (None, True, [])


def test_an_excerpt_is_the_first_120_characters(api: Api, talk: Talk, alice: User) -> None:
    group = talk(0)
    long = messages.send_message(alice, group, body="😀" * 200).message
    messages.send_message(alice, group, body="quite", reply_to=str(long.id))
    newest = api(alice).get(f"/api/conversations/{group}/messages").json()["results"][0]
    assert newest["reply_to"]["excerpt"] == "😀" * 120


def test_reactions_are_counted_and_ones_own_are_marked(api: Api, talk: Talk, alice: User, bob: User) -> None:
    group = talk(1)
    (message,) = api(alice).get(f"/api/conversations/{group}/messages").json()["results"]
    messages.react(alice, message["id"], "👍", on=True)
    messages.react(bob, message["id"], "👍", on=True)
    messages.react(bob, message["id"], "🎉", on=True)
    (seen,) = api(alice).get(f"/api/conversations/{group}/messages").json()["results"]
    assert seen["reactions"] == [
        {"emoji": "👍", "count": 2, "mine": True},
        {"emoji": "🎉", "count": 1, "mine": False},
    ]
    assert (seen["seq"], seen["updated_seq"]) == (1, 4)


def test_statements_do_not_grow_with_the_page(api: Api, talk: Talk, alice: User, bob: User) -> None:
    counts = []
    client = api(alice)
    for size in (2, 40):
        group = talk(size)
        page = client.get(f"/api/conversations/{group}/messages").json()["results"]
        for message in page:
            messages.react(bob, message["id"], "👍", on=True)
        messages.send_message(bob, group, body="yes", reply_to=page[0]["id"])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/conversations/{group}/messages").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5
