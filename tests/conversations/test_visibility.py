"""What the caller may not see answers byte for byte like what does not exist."""

from typing import Any
from uuid import UUID

import pytest

from apps.accounts.models import User
from apps.accounts.services import blocks
from apps.conversations import frames
from apps.conversations.access import access_membership
from apps.conversations.models import Conversation
from apps.conversations.selectors import log
from apps.conversations.services import members, messages
from tests.conftest import Api

pytestmark = pytest.mark.django_db
ABSENT = str(UUID("01900000-0000-7000-8000-000000000000"))

OF_A_CONVERSATION = [
    ("get", "", None),
    ("patch", "", {"title": "x"}),
    ("delete", "", None),
    ("patch", "/membership", {"muted_until": None}),
    ("post", "/join", None),
    ("post", "/leave", None),
    ("put", "/read", {"seq": 1}),
    ("get", "/members", None),
    ("post", "/members", {"user": "bob"}),
    ("patch", "/members/bob", {"role": "admin"}),
    ("delete", "/members/bob", None),
    ("put", "/members/bob/ban", None),
    ("delete", "/members/bob/ban", None),
    ("get", "/messages", None),
    ("post", "/messages", {"body": "x"}),
    ("get", "/events?after=0", None),
]
OF_A_MESSAGE = [
    ("get", "", None),
    ("patch", "", {"body": "x"}),
    ("delete", "", None),
    ("put", "/reactions/👍", None),
    ("delete", "/reactions/👍", None),
]


def answered(api: Api, user: User, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, bytes]:
    answer = getattr(api(user), method)(path, body)
    return answer.status_code, answer.content


@pytest.mark.parametrize(("method", "path", "body"), OF_A_CONVERSATION)
def test_a_group_of_others(
    api: Api, group: Conversation, carol: User, method: str, path: str, body: dict[str, Any] | None
) -> None:
    hidden, absent = (
        answered(api, carol, method, f"/api/conversations/{place}{path}", body)
        for place in (group.id, ABSENT)
    )
    assert hidden[0] == 404
    assert hidden == absent


@pytest.mark.parametrize(("method", "path", "body"), OF_A_CONVERSATION[:1] + OF_A_CONVERSATION[6:])
def test_a_member_is_answered_otherwise(
    api: Api, group: Conversation, alice: User, method: str, path: str, body: dict[str, Any] | None
) -> None:
    assert answered(api, alice, method, f"/api/conversations/{group.id}{path}", body)[0] in {200, 201, 204}


@pytest.mark.parametrize(("method", "path", "body"), OF_A_MESSAGE)
@pytest.mark.parametrize("newcomer", [False, True], ids=["stranger", "newcomer"])
def test_a_message_of_others(
    api: Api,
    group: Conversation,
    alice: User,
    carol: User,
    method: str,
    path: str,
    body: dict[str, Any] | None,
    *,
    newcomer: bool,
) -> None:
    sent = messages.send_message(alice, str(group.id), body="before carol").message
    if newcomer:
        members.invite(alice, str(group.id), "carol")
    hidden, absent, no_id = (
        answered(api, carol, method, f"/api/messages/{place}{path}", body) for place in (sent.id, ABSENT, "x")
    )
    assert hidden[0] == 404
    assert hidden == absent == no_id


@pytest.mark.parametrize("reply_to", ["hidden", "absent"])
def test_what_is_hidden_cannot_be_replied_to(
    api: Api, group: Conversation, alice: User, carol: User, reply_to: str
) -> None:
    sent = messages.send_message(alice, str(group.id), body="before carol").message
    members.invite(alice, str(group.id), "carol")
    body = {"body": "what?", "reply_to": {"hidden": str(sent.id), "absent": ABSENT}[reply_to]}
    answer = api(carol).post(f"/api/conversations/{group.id}/messages", body)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "reply_to")


def test_the_removed_see_nothing_any_more(api: Api, group: Conversation, alice: User, bob: User) -> None:
    messages.send_message(alice, str(group.id), body="hello")
    members.remove(alice, str(group.id), "bob")
    assert api(bob).get("/api/conversations").json()["results"] == []
    assert api(bob).get(f"/api/conversations/{group.id}/messages").status_code == 404


def test_an_edit_tells_newcomers_no_older_words(
    group: Conversation, alice: User, bob: User, carol: User
) -> None:
    sent = messages.send_message(alice, str(group.id), body="before carol").message
    newcomer, _ = members.invite(alice, str(group.id), "carol")
    messages.edit_message(alice, str(sent.id), "still not for @bob's carol")
    edit = log.events(newcomer, newcomer.visible_from, 10)[0]
    assert isinstance(edit, frames.MessageEdited)
    assert (edit.seq, edit.body, edit.mentions) == (3, None, [])
    (pushed,) = log.common_entries(group.id, 2, 10)
    assert b"still not" in pushed.payload
    assert (pushed.quotes_seq, b"still not" in pushed.payload_unquoted) == (sent.seq, False)
    whole = log.events(access_membership(bob.id, str(group.id)), 2, 10)[0]
    assert isinstance(whole, frames.MessageEdited)
    assert (whole.body, whole.mentions) == ("still not for @bob's carol", [str(bob.id)])


def test_nobody_reads_receipts_across_a_block(api: Api, group: Conversation, alice: User, bob: User) -> None:
    messages.send_message(alice, str(group.id), body="hello")
    address = f"/api/conversations/{group.id}/members"
    told = [member["read_seq"] for member in api(bob).get(address).json()["results"]]
    blocks.block(alice, bob)
    hidden = [member["read_seq"] for member in api(bob).get(address).json()["results"]]
    assert (told, hidden) == ([1, 0], [0, 0])
