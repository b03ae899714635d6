"""One `client_id` is one message for ever, whatever is retried, and wherever."""

import asyncio

import pytest

from .people import Person, unique

pytestmark = pytest.mark.anyio


async def test_retries_over_both_transports_and_processes_are_one_message(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    path = f"/api/conversations/{group['id']}/messages"
    key = unique("retry")
    sockets = [await alice.device(on=0), await alice.device(on=1)]
    over_sockets = [sockets[turn % 2].chat(group["id"], "once", client_id=key) for turn in range(6)]
    over_rest = [
        alice.ask(f"POST {path}", {"body": "once", "client_id": key}, on=turn % 2) for turn in range(6)
    ]
    acks, answers = await asyncio.gather(asyncio.gather(*over_sockets), asyncio.gather(*over_rest))
    assert {ack["message_id"] for ack in acks} == {answer.json()["id"] for answer in answers}
    assert len({ack["message_id"] for ack in acks}) == 1
    made = [not ack["duplicate"] for ack in acks] + [answer.status_code == 201 for answer in answers]
    assert made.count(True) == 1
    assert [(entry["seq"], entry["body"]) for entry in await bob.log(group["id"])] == [(1, "once")]


async def test_a_duplicate_burns_no_seq(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    device = await alice.device()
    key = unique("k")
    first = await device.chat(group["id"], "a", client_id=key)
    again = await device.chat(group["id"], "a", client_id=key)
    following = await device.chat(group["id"], "b")
    assert (first["duplicate"], again["duplicate"]) == (False, True)
    assert (first["seq"], again["seq"], following["seq"]) == (1, 1, 2)
    assert first["client_id"] == again["client_id"] == key
    assert following["client_id"]


async def test_another_content_or_conversation_is_a_conflict(alice: Person, bob: Person) -> None:
    one, two = await alice.group(bob), await alice.group(bob)
    device = await alice.device()
    ack = await device.chat(one["id"], "first", client_id=unique("x"))
    for conversation, text in ((one["id"], "second"), (two["id"], "first")):
        answer = await device.ask(
            type="chat", conversation=conversation, message=text, client_id=ack["client_id"]
        )
        assert (answer["code"], answer["retryable"]) == ("conflict", False)
    assert await alice.refused(
        f"POST /api/conversations/{two['id']}/messages",
        {"body": "first", "client_id": ack["client_id"]},
        on=1,
    ) == (409, "conflict")
    assert await alice.head(two["id"]) == 0


async def test_a_retry_is_answered_after_an_edit_a_deletion_and_leaving(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    path = f"/api/conversations/{group['id']}"
    body = {"body": "first words", "client_id": unique("late")}
    said = await bob.rest(f"POST {path}/messages", body, status=201)
    await bob.rest(f"PATCH /api/messages/{said['id']}", {"body": "other words"})
    again = await bob.rest(f"POST {path}/messages", body, status=200, on=1)
    assert (again["id"], again["seq"]) == (said["id"], 1)
    await bob.rest(f"DELETE /api/messages/{said['id']}", status=204)
    assert (await bob.rest(f"POST {path}/messages", body, status=200))["id"] == said["id"]
    device = await bob.device(on=1)
    await bob.rest(f"POST {path}/leave", status=204)
    retried = await device.ask(
        type="chat", conversation=group["id"], message=body["body"], client_id=body["client_id"]
    )
    assert (retried["type"], retried["message_id"], retried["duplicate"]) == ("ack", said["id"], True)


@pytest.mark.parametrize("key", ["", "x" * 65, "naïve", "tab\t", 7])
async def test_client_ids_are_printable_ascii(alice: Person, bob: Person, key: object) -> None:
    group = await alice.group(bob)
    path = f"/api/conversations/{group['id']}/messages"
    assert await alice.refused(f"POST {path}", {"body": "x", "client_id": key}) == (400, "invalid")
    device = await alice.device()
    answer = await device.ask(type="chat", conversation=group["id"], message="x", client_id=key)
    assert answer["code"] == "invalid"
    assert await alice.head(group["id"]) == 0
