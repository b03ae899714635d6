"""`visible_from` bounds everything, and what is hidden answers byte for byte like what is absent."""

import pytest

from .client import Frame
from .people import Person

pytestmark = pytest.mark.anyio

ABSENT = "0192e4a0-7b7e-7c3e-9d5f-3f2f1a0b9c8d"
OF_CONVERSATIONS = [
    ("GET", "", None),
    ("PATCH", "", {"title": "x"}),
    ("DELETE", "", None),
    ("POST", "/join", None),
    ("POST", "/leave", None),
    ("PATCH", "/membership", {"muted_until": None}),
    ("GET", "/members", None),
    ("POST", "/members", {"user": "somebody"}),
    ("PATCH", "/members/somebody", {"role": "admin"}),
    ("DELETE", "/members/somebody", None),
    ("PUT", "/members/somebody/ban", None),
    ("DELETE", "/members/somebody/ban", None),
    ("GET", "/messages", None),
    ("POST", "/messages", {"body": "x", "client_id": "c"}),
    ("GET", "/events?after=0", None),
    ("PUT", "/read", {"seq": 1}),
]
OF_MESSAGES = [
    ("GET", "", None),
    ("PATCH", "", {"body": "x"}),
    ("DELETE", "", None),
    ("PUT", "/reactions/👍", None),
    ("DELETE", "/reactions/👍", None),
]


async def newcomer(alice: Person, bob: Person, carol: Person) -> tuple[Frame, Frame]:
    """Carol joins a group that has a past: return the group and the message from before her."""
    group = await alice.group(bob)
    old = await alice.say(group["id"], "the hidden walnut")
    await alice.rest(f"POST /api/conversations/{group['id']}/members", {"user": carol.id}, status=201)
    return group, old


async def test_a_newcomer_sees_from_the_joining_on(alice: Person, bob: Person, carol: Person) -> None:
    group, _ = await newcomer(alice, bob, carol)
    path = f"/api/conversations/{group['id']}"
    seen = await carol.rest(f"GET {path}")
    assert (seen["visible_from"], seen["head"], seen["unread"], seen["last_message"]) == (2, 2, 0, None)
    assert (await carol.rest(f"GET {path}/messages"))["results"] == []
    assert (await carol.rest("GET /api/search", q="walnut"))["results"] == []
    assert len((await bob.rest("GET /api/search", q="walnut"))["results"]) == 1
    page = await carol.rest(f"GET {path}/events", after=0)
    assert (page["reset"], page["visible_from"]) == (True, 2)
    device = await carol.device(on=1)
    await device.send(type="resume", epoch=device.epoch, conversations=[{"id": group["id"], "after": 0}])
    assert (await device.expect("resumed", conversation=group["id"]))["reset"] is True


async def test_a_quote_does_not_carry_the_past_to_a_newcomer(
    alice: Person, bob: Person, carol: Person
) -> None:
    group, old = await newcomer(alice, bob, carol)
    hers, his = await carol.device(on=1), await bob.device(on=1)
    answer = await bob.say(group["id"], "as I said", reply_to=old["id"])
    assert (await his.expect("message", id=answer["id"]))["reply_to"]["excerpt"] == "the hidden walnut"
    assert (await hers.expect("message", id=answer["id"]))["reply_to"] is None
    for read in (f"/api/messages/{answer['id']}", f"/api/conversations/{group['id']}/events?after=2"):
        assert "walnut" not in (await carol.ask(f"GET {read}")).text
        assert "walnut" in (await bob.ask(f"GET {read}")).text
    body = {"body": "what was it?", "client_id": "quote", "reply_to": old["id"]}
    hidden = await carol.ask(f"POST /api/conversations/{group['id']}/messages", body)
    absent = await carol.ask(f"POST /api/conversations/{group['id']}/messages", {**body, "reply_to": ABSENT})
    assert hidden.is_client_error
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


@pytest.mark.parametrize(("method", "path", "body"), OF_CONVERSATIONS)
async def test_a_strangers_group_is_absent(
    alice: Person, bob: Person, carol: Person, method: str, path: str, body: object
) -> None:
    group = await alice.group(bob)
    hidden = await carol.ask(f"{method} /api/conversations/{group['id']}{path}", body)
    absent = await carol.ask(f"{method} /api/conversations/{ABSENT}{path}", body)
    assert hidden.status_code == 404
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


@pytest.mark.parametrize(("method", "path", "body"), OF_MESSAGES)
async def test_a_message_from_before_is_absent(
    alice: Person, bob: Person, carol: Person, method: str, path: str, body: object
) -> None:
    _, old = await newcomer(alice, bob, carol)
    hidden = await carol.ask(f"{method} /api/messages/{old['id']}{path}", body)
    absent = await carol.ask(f"{method} /api/messages/{ABSENT}{path}", body)
    assert hidden.status_code == 404
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


async def test_hidden_and_absent_are_alike_over_the_socket(alice: Person, bob: Person, carol: Person) -> None:
    group = await alice.group(bob)
    said = await alice.say(group["id"], "secret")
    device = await carol.device()
    for command in (
        {"type": "chat", "message": "x", "conversation": "{conversation}"},
        {"type": "join_room", "room": "{conversation}"},
        {"type": "leave_room", "room": "{conversation}"},
        {"type": "read", "conversation": "{conversation}", "seq": 1},
        {"type": "edit", "message_id": "{message}", "message": "x"},
        {"type": "delete", "message_id": "{message}"},
        {"type": "react", "message_id": "{message}", "emoji": "👍", "on": True},
    ):
        answers = []
        for conversation, message in ((group["id"], said["id"]), (ABSENT, ABSENT)):
            filled = {
                name: value.format(conversation=conversation, message=message)
                if isinstance(value, str)
                else value
                for name, value in command.items()
            }
            answer = await device.ask(**filled)
            answers.append({**answer, "ref": None, "conversation": None})
        assert answers[0]["code"] == "not_found", command
        assert answers[0] == answers[1]
    await device.send(
        type="resume",
        epoch=device.epoch,
        conversations=[{"id": group["id"], "after": 0}, {"id": ABSENT, "after": 0}],
    )
    hidden = await device.expect("resumed", conversation=group["id"])
    absent = await device.expect("resumed", conversation=ABSENT)
    assert hidden["gone"] is True
    assert {**hidden, "conversation": None} == {**absent, "conversation": None}
