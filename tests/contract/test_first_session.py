"""Section 3 as it is typed there, and every way of opening a socket."""

import asyncio

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from .client import Device, carries_codes, socket_address
from .conftest import Someone
from .people import Person

pytestmark = pytest.mark.anyio

WELCOME = {
    "type",
    "protocol",
    "connection",
    "epoch",
    "user",
    "user_version",
    "time",
    "heartbeat",
    "max_age",
    "limits",
    "conversations",
    "more_conversations",
    "calls",
}


async def refusal(base: str, query: str) -> int:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{socket_address(base)}?{query}")
    return refused.value.response.status_code


async def test_hello_world_as_typed(alice: Person, bob: Person, bases: tuple[str, ...]) -> None:
    async with (
        await Device.open(bases[0], f"token={alice.access}&roomId=general") as hers,
        await Device.open(bases[1], f"token={bob.access}&roomId=general") as his,
    ):
        await his.expect("welcome")
        await hers.send_text('{"type": "chat", "message": "Hello World!"}')
        ack = await hers.expect("ack")
        heard = await his.expect("message", id=ack["message_id"])
    assert heard["body"] == "Hello World!"
    assert heard["sender"]["username"] == alice.username
    assert heard["actor"] == alice.id
    assert not ack["duplicate"]


async def test_the_welcome_comes_first_and_is_complete(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    device = await alice.device()
    welcome = device.received[0]
    assert set(welcome) >= WELCOME
    assert (welcome["type"], welcome["protocol"]) == ("welcome", 1)
    assert (welcome["calls"], welcome["more_conversations"]) == ([], False)
    # Behind API Gateway, which ends what is idle for 10 minutes, and everything after 2 hours.
    heartbeat, max_age = (25, None) if carries_codes() else (300, 6_900)
    assert (welcome["heartbeat"], welcome["max_age"]) == (heartbeat, max_age)
    assert set(welcome["limits"]) >= {
        "message_chars",
        "frame_bytes",
        "group_members",
        "conversations",
        "sockets",
    }
    heads = {known["id"]: known for known in welcome["conversations"]}
    assert set(heads[group["id"]]) == {"id", "head", "read_seq", "visible_from"}


async def test_a_command_sent_at_once_is_answered_after_the_welcome(
    alice: Person, bases: tuple[str, ...]
) -> None:
    async with await Device.open(bases[0], f"token={alice.access}") as device:
        await device.send(type="ping", ref="early")
        await device.expect("pong", ref="early")
        assert device.received[0]["type"] == "welcome"


async def test_three_ways_in(alice: Person, bases: tuple[str, ...]) -> None:
    ticket = await alice.rest("POST /api/realtime/ticket", status=201)
    assert ticket["expires_in"] == 60
    assert ticket["url"] == f"{socket_address(bases[0])}?ticket={ticket['ticket']}"
    for query in (f"ticket={ticket['ticket']}", f"token={alice.access}&colour=green"):
        async with await Device.open(bases[0], query) as device:
            assert (await device.expect("welcome"))["protocol"] == 1
    assert (await alice.device()).received[0]["type"] == "welcome"


@pytest.mark.parametrize("query", ["", "token=", "token=nonsense", "ticket=nonsense", "ticket=%00"])
async def test_strangers_are_refused(bases: tuple[str, ...], query: str, alice: Person) -> None:
    assert await refusal(bases[0], query) in {401, 403}


async def test_a_ticket_opens_one_socket_on_any_process(alice: Person, bases: tuple[str, ...]) -> None:
    ticket = (await alice.rest("POST /api/realtime/ticket", status=201))["ticket"]
    async with await Device.open(bases[1], f"ticket={ticket}") as device:
        await device.expect("welcome")
    for base in bases:
        assert await refusal(base, f"ticket={ticket}") in {401, 403}


async def test_a_ticket_raced_for_opens_one_socket(alice: Person, bases: tuple[str, ...]) -> None:
    ticket = (await alice.rest("POST /api/realtime/ticket", status=201))["ticket"]
    racing = [Device.open(bases[turn % 2], f"ticket={ticket}") for turn in range(6)]
    outcomes = await asyncio.gather(*racing, return_exceptions=True)
    opened = [outcome for outcome in outcomes if isinstance(outcome, Device)]
    assert len(opened) == 1
    await opened[0].close()
    assert all(isinstance(outcome, (Device, InvalidStatus)) for outcome in outcomes)


async def test_a_refused_room_is_an_error_after_the_welcome(alice: Person, bases: tuple[str, ...]) -> None:
    async with await Device.open(bases[0], f"token={alice.access}&roomId=no-such-room") as device:
        error = await device.expect("error")
        assert error["code"] == "not_found"
        assert device.received[0]["type"] == "welcome"
        assert (await device.ask(type="chat", message="anyone?"))["code"] == "no_current_room"


async def test_first_generation_spellings(alice: Person, someone: Someone) -> None:
    dora = await someone("dora")
    room = await dora.room()
    device, hers = await alice.device(), await dora.device()
    joined = await device.ask(type="join_room", roomId=room["slug"])
    assert (joined["type"], joined["conversation"]) == ("ack", room["id"])
    await device.send(type="typing_indicator", isTyping=True)
    assert (await hers.expect("typing", user=alice.id))["typing"] is True
    private = await device.ask(type="private_message", targetUserId=dora.username, message="psst")
    assert (await hers.expect("message", id=private["message_id"]))["body"] == "psst"
    assert (await device.ask(type="leave_room", roomId=room["id"]))["type"] == "ack"


async def test_health(http: httpx.AsyncClient, bases: tuple[str, ...]) -> None:
    for path in ("live", "ready"):
        answer = await http.get(f"{bases[0]}/health/{path}")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
