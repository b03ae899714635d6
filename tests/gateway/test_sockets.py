"""What differs behind API Gateway: the welcome, ages, limits, and events that come twice or in another order."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.contract.client import Device
from tests.contract.people import Person, unique

from .cloud import Cloud, CloudInstallation

pytestmark = pytest.mark.anyio


async def test_nothing_comes_before_the_welcome_however_many_frames_are_sent_at_once(
    gateway: Cloud, alice: Person, bob: Person
) -> None:
    group = await alice.group(bob)
    his = await bob.device()
    for _ in range(5):
        async with connect(f"{gateway.base.replace('http', 'ws')}/ws?token={alice.access}") as socket:
            for number in range(3):
                await socket.send(json.dumps({"type": "ping", "ref": str(number)}))
            await his.chat(group["id"], "meanwhile")
            first = json.loads(await socket.recv())
            frames = first["frames"] if first["type"] == "batch" else [first]
            assert frames[0]["type"] == "welcome"


async def test_what_is_said_while_the_welcome_is_made_is_not_missed(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    his, all_welcomed = await bob.device(), asyncio.Event()

    async def talk() -> int:
        """Return the `seq` of what is said last, when all have their welcome."""
        while not all_welcomed.is_set():
            await his.chat(group["id"], "meanwhile")
        return int((await his.chat(group["id"], "last"))["seq"])

    talking = asyncio.create_task(talk())
    devices = [await alice.device() for _ in range(4)]
    all_welcomed.set()
    last = await talking
    for device in devices:
        (told,) = [known for known in device.received[0]["conversations"] if known["id"] == group["id"]]
        for seq in range(told["head"] + 1, last + 1):
            await device.expect("message", seq=seq)


async def test_a_refusal_says_why(gateway: Cloud, alice: Person) -> None:
    address = f"{gateway.base.replace('http', 'ws')}/ws"
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{address}?token=nonsense")
    assert refused.value.response.status_code == 401
    for _ in range(20):
        await alice.device()
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{address}?token={alice.access}")
    assert refused.value.response.status_code == 429


async def test_an_event_that_comes_twice_is_one_message(gateway: Cloud, alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    his, hers = await bob.device(), await alice.device()
    gateway.fail(twice=True)
    try:
        # Without a `client_id`: what the gateway calls the frame stands in for it.
        await hers.send(type="chat", conversation=group["id"], message="once", ref="a")
        outcomes = [await hers.frame(lambda frame: frame.get("ref") == "a") for _ in range(2)]
        await hers.ask(type="ping")
    finally:
        gateway.fail(twice=False)
    assert {outcome["seq"] for outcome in outcomes} == {1}
    assert sorted(outcome["duplicate"] for outcome in outcomes) == [False, True]
    assert [entry["body"] for entry in await his.complete(group["id"], 1)] == ["once"]
    assert await alice.head(group["id"]) == 1


async def test_frames_in_any_order_make_one_log(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    his, hers = await bob.device(), await alice.device()
    for number in range(20):
        await hers.send(type="chat", conversation=group["id"], message=f"m{number}", client_id=unique("c"))
    log = await his.complete(group["id"], 20)
    assert [entry["seq"] for entry in log] == list(range(1, 21))
    assert {entry["body"] for entry in log} == {f"m{number}" for number in range(20)}


async def test_a_connection_that_is_too_old_is_told_to_come_anew(
    live: CloudInstallation, alice: Person
) -> None:
    device = await alice.device()
    connection = device.received[0]["connection"]
    await asyncio.to_thread(live.manage, "shell", "-c", AGE.format(connection=connection, seconds=6_901))
    assert (await device.ask(type="ping"))["type"] == "pong"
    goodbye = await device.expect("goodbye")
    assert (goodbye["code"], goodbye["reconnect_after"]) == (4410, 1)
    await device.closed()


async def test_flooding_ends_the_connection(live: CloudInstallation, alice: Person) -> None:
    with live.server(RATE_LIMIT_FACTOR="0.05") as limited:
        async with await Device.open(limited.base, f"token={alice.access}") as device:
            await device.expect("welcome")
            # Twice what a window allows: the clock may begin a new one in their middle.
            for _ in range(2 * 15 + 1):
                await device.send_text('{"type": "nothing"}')
            assert (await device.expect("goodbye"))["code"] == 4429
            await device.closed()


async def test_the_end_of_a_session_ends_its_connections(alice: Person) -> None:
    device = await alice.device()
    await alice.rest("POST /api/auth/logout", {"refresh": alice.refresh}, status=204)
    assert (await device.expect("goodbye"))["code"] == 4401
    await device.closed()


async def test_who_watches_is_told_of_coming_and_going(alice: Person, bob: Person) -> None:
    hers = await alice.device()
    said = await hers.ask(type="watch", users=[bob.id])
    assert (said["type"], said["status"]) == ("presence", "offline")
    his = await bob.device()
    await hers.expect("presence", user=bob.id, status="online")
    await his.close()
    await hers.expect("presence", user=bob.id, status="offline")


async def test_what_goes_to_one_connection_goes_together(gateway: Cloud, alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    device = await alice.device()
    before = len(gateway.fail())
    await device.chat(group["id"], "hello")
    await device.expect("message")
    # The acknowledgement and the entry itself.
    assert len(gateway.fail()) == before + 1


AGE = """
from apps.fanout.gateway import registry, table
from apps.fanout.gateway.registry import Connection
from dataclasses import replace
key = registry.meta({connection!r})
old = Connection.read(table.get(key)["connection"])
table.change(key, {{"connection": replace(old, began=old.began - {seconds}).written()}})
"""
