"""Files that hang on messages: sent, seen by whoever sees the message, gone with it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.conversations.models import Conversation, Message
from apps.conversations.services import conversations, members
from apps.conversations.services.messages import draft, send_all
from apps.core.errors import Invalid
from apps.files.models import File
from tests.conftest import Api
from tests.conversations.conftest import Published, frames_in

from .conftest import Json, Sender, Worked
from .content import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(alices: Sender, group: Conversation) -> Any:
    """Return what says something with files, as Alice, and answers."""

    def saying(*files: Json | str, body: str = "", **more: object) -> Any:
        ids = [file if isinstance(file, str) else file["id"] for file in files]
        return alices.api.post(
            f"/api/conversations/{group.id}/messages", {"body": body, "attachments": ids, **more}
        )

    return saying


def code_of(answer: Any) -> tuple[int, str, str | None]:
    [error] = answer.json()["errors"]
    return answer.status_code, error["code"], error["attr"]


def test_files_hang_on_a_message_in_the_order_they_were_sent(
    say: Any, alices: Sender, bobs: Sender, group: Conversation
) -> None:
    files = [alices.sent(picture(), "b.png"), alices.sent(b"notes", "a.txt")]
    said = say(*files)
    assert (said.status_code, said.json()["body"], said.json()["attachments"]) == (201, "", files)
    [read] = bobs.api.get(f"/api/conversations/{group.id}/messages").json()["results"]
    assert read["attachments"] == files
    [entry] = bobs.api.get(f"/api/conversations/{group.id}/events?after=0").json()["events"]
    assert (entry["type"], entry["attachments"]) == ("message", files)
    [mine] = bobs.api.get("/api/conversations").json()["results"]
    assert mine["last_message"]["attachments"] == files
    assert bobs.fetch(f"/api/files/{files[1]['id']}")[0] == b"notes"
    assert bobs.fetch(files[0]["thumbnail_url"])[1]["Content-Type"] == "image/webp"


def test_what_is_pushed_carries_them(say: Any, alices: Sender, published: Published) -> None:
    file = alices.sent(b"notes", "a.txt")
    with published() as events:
        say(file, body="look")
    [entry] = frames_in(events)
    assert entry["attachments"] == [file]


def test_a_retry_is_answered_with_the_same_message_and_files(say: Any, alices: Sender) -> None:
    file = alices.sent(b"notes")
    first = say(file, client_id="once")
    again = say(file, client_id="once")
    assert (again.status_code, again.json()) == (200, first.json())
    other = alices.sent(b"other")
    assert code_of(say(other, client_id="once")) == (409, "conflict", "client_id")
    assert code_of(say(body="notes", client_id="once")) == (409, "conflict", "client_id")


def test_what_cannot_be_attached(say: Any, alices: Sender, bobs: Sender) -> None:
    mine, hung, theirs = alices.sent(b"a"), alices.sent(b"b"), bobs.sent(b"c")
    pending = alices.announce("d.bin", 1)
    assert say(hung).status_code == 201
    for files in (
        [theirs],
        [hung],
        [pending],
        ["no-id"],
        [mine, mine],
        [mine, theirs],
        [str(mine["id"])[:-1] + "x"],
    ):
        assert code_of(say(*files)) == (400, "invalid", "attachments")
    assert Message.objects.count() == 1
    assert say(mine).status_code == 201


def test_a_message_has_ten_files_at_most(say: Any, alices: Sender) -> None:
    files = [alices.sent(b"notes", f"{turn}.txt") for turn in range(11)]
    assert code_of(say(*files)) == (400, "invalid", "attachments")
    assert say(*files[:10]).json()["attachments"] == files[:10]


def test_a_message_says_something_or_brings_something(say: Any) -> None:
    assert code_of(say()) == (400, "invalid", "body")


def test_one_that_cannot_be_said_lets_the_others_be_said(
    alice: User, bob: User, alices: Sender, group: Conversation
) -> None:
    file = alices.sent(b"notes")
    outcomes = send_all(
        [
            draft(alice, str(group.id), body="", attachments=[file["id"]]),
            draft(bob, str(group.id), body="mine now", attachments=[file["id"]]),
            draft(bob, str(group.id), body="hello"),
        ]
    )
    assert isinstance(outcomes[1], Invalid)
    assert list(Message.objects.order_by("seq").values_list("body", "attached")) == [("", 1), ("hello", None)]


def test_strangers_and_those_who_left_do_not_get_them(
    say: Any, alices: Sender, bobs: Sender, api: Api, carol: User, bob: User, group: Conversation
) -> None:
    file = alices.sent(b"notes")
    say(file)
    assert api(carol).get(f"/api/files/{file['id']}").status_code == 404
    assert bobs.api.get(f"/api/files/{file['id']}").status_code == 200
    members.leave(bob, str(group.id))
    assert bobs.api.get(f"/api/files/{file['id']}").status_code == 404


def test_who_may_not_see_so_far_back_does_not_get_them(
    say: Any, alices: Sender, api: Api, alice: User, carol: User, group: Conversation
) -> None:
    file = alices.sent(b"notes")
    say(file)
    members.invite(alice, str(group.id), "carol")
    assert api(carol).get(f"/api/files/{file['id']}").status_code == 404


def test_they_go_with_their_message(
    say: Any, alices: Sender, bobs: Sender, worked: Worked, group: Conversation
) -> None:
    file = alices.sent(picture())
    said = say(file).json()
    assert alices.api.delete(f"/api/files/{file['id']}").status_code == 409
    assert alices.api.delete(f"/api/messages/{said['id']}").status_code == 204
    for person in (alices, bobs):
        assert person.api.get(f"/api/files/{file['id']}").status_code == 404
        assert person.api.get(file["thumbnail_url"]).status_code == 404
    [read] = bobs.api.get(f"/api/conversations/{group.id}/messages").json()["results"]
    assert (read["deleted"], read["attachments"]) == (True, [])
    assert worked("forget_files") == 1
    assert not File.objects.exists()


def test_they_go_with_their_conversation(
    say: Any, alices: Sender, worked: Worked, alice: User, group: Conversation
) -> None:
    files = [alices.sent(b"a"), alices.sent(b"b")]
    say(files[0], body="one")
    say(files[1], body="two")
    conversations.delete(alice, str(group.id))
    assert worked("erase") == 1
    assert worked("forget_files") == 2
    assert not File.objects.exists()
    assert not Message.objects.exists()


def test_a_page_costs_one_statement_for_all_files_and_none_for_none(
    say: Any, alices: Sender, group: Conversation
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert alices.api.get(f"/api/conversations/{group.id}/messages").status_code == 200
        return len(asked)

    say(body="plain")
    plain = statements()
    for _ in range(3):
        say(alices.sent(b"notes"), alices.sent(b"more"))
    assert statements() == plain + 1
