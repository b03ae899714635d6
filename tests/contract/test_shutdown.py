"""SIGTERM drains: commands in progress are answered, everyone is told, and the process ends."""

import asyncio
import signal

import pytest

from tests.live import Installation

from .client import Device
from .people import Person, unique

pytestmark = pytest.mark.anyio
ENDS_WITHIN = 10
"""Seconds: what container runtimes wait for before they kill."""


async def test_everyone_is_told_and_nothing_acknowledged_is_lost(
    live: Installation, alice: Person, bob: Person
) -> None:
    group = await alice.group(bob)
    with live.server() as leaving:
        devices = [await Device.open(leaving.base, f"token={alice.access}") for _ in range(5)]
        for device in devices:
            await device.expect("welcome")
        key = unique("last")
        await devices[0].send(
            type="chat", conversation=group["id"], message="last words", client_id=key, ref="last"
        )
        leaving.process.send_signal(signal.SIGTERM)
        codes = await asyncio.gather(*(device.closed() for device in devices))
        await asyncio.to_thread(leaving.process.wait, ENDS_WITHIN)
    # daphne cannot send 1012: there the goodbye alone says it.
    assert set(codes) <= {1012, 1000}
    for device in devices:
        goodbye = device.received[-1]
        assert (goodbye["type"], goodbye["code"], goodbye["reconnect_after"]) == ("goodbye", 1012, 3)
    acks = [frame for frame in devices[0].received if frame["type"] == "ack"]
    recorded = [entry["client_id"] for entry in await bob.log(group["id"])]
    assert not acks or recorded == [key]
