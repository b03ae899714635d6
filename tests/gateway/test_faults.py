"""What goes wrong at API Gateway and Lambda costs latency, never a message: I1 to I5 of docs/reliability.md."""

import asyncio
from dataclasses import replace
from itertools import cycle, islice

import pytest

from tests.contract.client import Device
from tests.contract.people import Person, unique

from .cloud import Cloud, CloudInstallation
from .runtime import DIED

pytestmark = pytest.mark.anyio

SWEEP = {"parley": "sweep"}
TIME_PASSES = """
from datetime import timedelta
from apps.core.clock import now
from apps.outbox.models import OutboxRow
OutboxRow.objects.filter(kind="entry").update(leased_until=None, due_at=now() - timedelta(seconds=1))
"""
"""As if the lease of the claim that died, or the wait after a failure, had run out."""


async def test_a_connection_that_is_gone_is_forgotten(gateway: Cloud, alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    await alice.direct(bob)
    hers, his = await alice.device(), await bob.device()
    await hers.expect("presence", user=bob.id, status="online")
    gateway.fail(gone=[his.received[0]["connection"]])
    await hers.chat(group["id"], "is anybody there?")
    await hers.expect("presence", user=bob.id, status="offline")
    assert (await alice.rest(f"GET /api/users/{bob.id}"))["presence"] == "offline"


async def test_throttled_posts_are_tried_again(gateway: Cloud, alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    hers, his = await alice.device(), await bob.device()
    gateway.fail(throttled=3)
    await hers.chat(group["id"], "patience")
    assert (await his.expect("message"))["body"] == "patience"


async def test_what_stays_throttled_is_swept(
    gateway: Cloud, live: CloudInstallation, alice: Person, bob: Person
) -> None:
    group = await alice.group(bob)
    his = await bob.device()
    gateway.fail(throttled=4)
    await alice.say(group["id"], "later")
    await asyncio.to_thread(live.manage, "shell", "-c", TIME_PASSES)
    await asyncio.to_thread(gateway.invoke, SWEEP)
    assert (await his.expect("message"))["body"] == "later"


@pytest.mark.parametrize("moment", ["after_commit", "while_posting"])
async def test_a_killed_function_loses_nothing(
    gateway: Cloud, live: CloudInstallation, alice: Person, bob: Person, moment: str
) -> None:
    group = await alice.group(bob)
    his = await bob.device()
    with live.server() as dying_gateway:
        function = dying_gateway.only_function("--die", moment)
        body = {"body": "remember me", "client_id": unique("killed")}
        call = f"POST /api/conversations/{group['id']}/messages"
        unanswered = asyncio.create_task(replace(alice, bases=(dying_gateway.base,)).ask(call, body))
        assert await asyncio.to_thread(function.wait, 30) == DIED
        unanswered.cancel()
    # The client tries again, and is answered with the first outcome.
    said = await alice.rest(call, body)
    assert (said["body"], said["client_id"]) == ("remember me", body["client_id"])
    await asyncio.to_thread(live.manage, "shell", "-c", TIME_PASSES)
    await asyncio.to_thread(gateway.invoke, SWEEP)
    log = await his.complete(group["id"], await alice.head(group["id"]))
    assert [entry["client_id"] for entry in log] == [body["client_id"]]


async def test_functions_that_die_under_load_lose_nothing(
    live: CloudInstallation, alice: Person, bob: Person
) -> None:
    group = await alice.group(bob)
    with live.server() as cloud:
        hers, his = [await replace(person, bases=(cloud.base,)).device() for person in (alice, bob)]
        dying = asyncio.create_task(kill_one_after_another(cloud))
        acknowledged = await asyncio.gather(*(talk(device, group["id"], dying) for device in (hers, his)))
        await asyncio.to_thread(live.manage, "shell", "-c", TIME_PASSES)
        await asyncio.to_thread(cloud.invoke, SWEEP)
        said = {client_id for one in acknowledged for client_id in one}
        head = await alice.head(group["id"])
        logs = [await device.complete(group["id"], head) for device in (hers, his)]
        for log in logs:
            assert [entry["seq"] for entry in log] == list(range(1, head + 1))
            assert sorted(entry["client_id"] for entry in log) == sorted(said)


async def talk(device: Device, conversation: str, dying: asyncio.Task[None]) -> set[str]:
    """Send messages one after another, each until it is acknowledged, until nothing dies, and return their ids."""
    said = set[str]()
    while not dying.done():
        said.add(client_id := unique("load"))
        frame = {"type": "chat", "conversation": conversation, "message": client_id, "client_id": client_id}
        while not await acknowledged(device, frame):
            pass
    return said


async def acknowledged(device: Device, frame: dict[str, str]) -> bool:
    await device.send(**frame, ref=frame["client_id"])
    try:
        await device.expect("ack", within=IMPATIENCE, client_id=frame["client_id"])
    except AssertionError:
        return False
    return True


async def kill_one_after_another(cloud: Cloud) -> None:
    """Kill functions in the middle of whatever they do, and begin one in the place of each."""
    for victim in islice(cycle(range(len(cloud.functions))), KILLS):
        await asyncio.sleep(KILL_EVERY)
        process = cloud.functions[victim]
        process.kill()
        await asyncio.to_thread(process.wait)
        cloud.functions[victim] = cloud.add_function()
        cloud.functions.pop()


KILLS = 20
IMPATIENCE = 3.0
"""Seconds after which a client sends again what has no answer."""
KILL_EVERY = 0.7
"""Seconds; a new function takes longer until it works, so that at times there is one left, or none."""
