"""GET /api/search: by words and grams, by index, and only what one may see."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.conversations import search_index
from apps.conversations.models import Message, SearchDocument
from apps.conversations.selectors import search as searching
from apps.conversations.services import members, messages
from apps.conversations.services.conversations import NewConversation, create
from apps.conversations.tokens import query_of, tokens_of
from tests.conftest import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(alice: User, bob: User) -> str:
    return str(create(alice, NewConversation(kind="group", title="Talk", members=["bob"]))[0].id)


def found(api: Api, user: User, q: str, **more: str) -> list[str]:
    answer = api(user).get("/api/search", {"q": q, **more})
    assert answer.status_code == 200, answer.content
    return [message["body"] for message in answer.json()["results"]]


@pytest.mark.parametrize(
    ("body", "q"),
    [
        ("Hello, World!", "hello"),
        ("Hello, World!", "WORLD hel"),
        ("Die Straße ist lang", "strasse"),
        ("\ufb01ne \uff21\uff22\uff23", "fine abc"),
        ("今天天气很好", "天气"),
        ("今天天气很好", "好"),
        ("今天天气很好", "今"),
        ("明日は東京タワーに行きます", "東京タワー"),
        ("สวัสดีครับ", "ดี"),
        ("학교에서 만나요", "학교"),
        ("ABC株式会社", "abc 株式"),
        ("a-b_c d", "b c"),
        ("x" * 100, "x" * 100),
    ],
)
def test_found(api: Api, talk: str, alice: User, body: str, q: str) -> None:
    messages.send_message(alice, talk, body=body)
    messages.send_message(alice, talk, body="something else 別の話")
    assert found(api, alice, q) == [body]


@pytest.mark.parametrize(
    "q", ["wor hello", "hello mars", "orld", "天很", "😀", "!?", "'", '"', "hello:*|mars", "\\"]
)
def test_not_found(api: Api, talk: str, alice: User, q: str) -> None:
    messages.send_message(alice, talk, body="Hello, World! 今天天气很好 😀")
    assert found(api, alice, q) == []


@pytest.mark.parametrize("q", ["", "  ", "x" * 201, "a\0b", None])
def test_what_cannot_be_searched_for_is_invalid(api: Api, alice: User, q: str | None) -> None:
    answer = api(alice).get("/api/search", {} if q is None else {"q": q})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid")


def test_edited_and_deleted_messages(api: Api, talk: str, alice: User) -> None:
    sent = messages.send_message(alice, talk, body="apples").message
    messages.edit_message(alice, str(sent.id), "pears")
    assert (found(api, alice, "apples"), found(api, alice, "pears")) == ([], ["pears"])
    messages.delete_message(alice, str(sent.id))
    assert found(api, alice, "pears") == []
    assert not SearchDocument.objects.exists()


def test_only_what_one_may_see(api: Api, talk: str, alice: User, bob: User, carol: User) -> None:
    messages.send_message(alice, talk, body="apples before")
    members.invite(alice, talk, "carol")
    messages.send_message(alice, talk, body="apples after")
    other = create(alice, NewConversation(kind="room", slug="orchard"))[0]
    messages.send_message(alice, str(other.id), body="apples elsewhere")
    assert found(api, alice, "apples") == ["apples elsewhere", "apples after", "apples before"]
    assert found(api, alice, "apples", conversation="orchard") == ["apples elsewhere"]
    assert found(api, bob, "apples", conversation=talk) == ["apples after", "apples before"]
    assert found(api, carol, "apples") == ["apples after"]
    members.leave(carol, talk)
    assert found(api, carol, "apples") == []


def test_a_conversation_of_others_looks_absent(api: Api, talk: str, carol: User) -> None:
    answers = [
        api(carol).get("/api/search", {"q": "apples", "conversation": place}).content
        for place in (talk, str(UUID(int=7)), "no.such.room")
    ]
    assert b"not_found" in answers[0]
    assert len(set(answers)) == 1


def test_pages_by_cursor(api: Api, talk: str, alice: User) -> None:
    for number in range(5):
        messages.send_message(alice, talk, body=f"apple {number}")
    seen: list[str] = []
    address: str | None = "/api/search?q=apple&limit=2"
    while address:
        page = api(alice).get(address).json()
        seen += [message["body"] for message in page["results"]]
        address = page["next"]
    assert seen == [f"apple {number}" for number in (4, 3, 2, 1, 0)]


def test_the_index_answers(talk: str, alice: User) -> None:
    sent = messages.send_message(alice, talk, body="今天天气很好").message
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Few rows: the planner would rather read them all.
            cursor.execute("SET LOCAL enable_seqscan = off")
    documents = SearchDocument.objects.filter(tokens__matches=query_of("天气"))
    assert documents.values_list("message", flat=True).get() == sent.id
    plan = documents.explain()
    assert (
        "conversations_search_gin" if connection.vendor == "postgresql" else "VIRTUAL TABLE INDEX"
    ) in plan
    assert "Seq Scan" not in plan


def test_indexing_a_message_is_one_statement(talk: str, alice: User) -> None:
    sent = messages.send_message(alice, talk, body="apples").message
    with CaptureQueriesContext(connection) as captured:
        search_index.index(sent)
    assert len(captured) == 1


def test_statements_do_not_grow_with_the_page(api: Api, talk: str, alice: User) -> None:
    client = api(alice)
    counts = []
    for size in (1, 30):
        for _ in range(size):
            messages.send_message(alice, talk, body="apples")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/api/search?q=apples").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4


def test_nothing_is_asked_of_the_record_for_a_query_without_tokens(alice: User) -> None:
    assert list(searching.search(alice.id, "😀")) == []
    assert tokens_of("😀 !") == []
    assert Message.objects.count() == 0
