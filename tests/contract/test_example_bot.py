"""docs/examples/echo-bot.js, which docs/clients.md shows: the client's own modules, outside a browser."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from .client import Device
from .people import PASSWORD, Person

pytestmark = pytest.mark.anyio

BOT = Path(__file__).resolve().parents[2] / "docs/examples/echo-bot.js"


@asynccontextmanager
async def running_bot(person: Person) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot as `person`, and yield it when it is online; it has to end by itself when it is asked to."""
    node = shutil.which("node")
    assert node, "install Node 20 or later"
    environ = {"PARLEY_URL": person.bases[0], "PARLEY_USER": person.username, "PARLEY_PASSWORD": PASSWORD}
    bot = await asyncio.create_subprocess_exec(
        node, "--experimental-websocket", str(BOT), env=environ, stdout=subprocess.PIPE
    )
    assert bot.stdout
    async with asyncio.timeout(20):
        while await bot.stdout.readline() != b"online\n":
            assert bot.returncode is None
    try:
        yield bot
    finally:
        bot.terminate()
        async with asyncio.timeout(10):
            assert await bot.wait() == 0


async def echoes(device: Device, bot: Person, count: int) -> list[str]:
    """Return what the bot says next."""
    said: list[str] = []
    while len(said) < count:
        frame = await device.expect("message")
        if frame["sender"]["id"] == bot.id:
            said.append(frame["body"])
    return said


async def test_the_bot_says_again_what_it_hears_once(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    device = await alice.device()
    async with running_bot(bob):
        for number in range(3):
            await alice.say(group["id"], f"hello {number}")
        assert await echoes(device, bob, 3) == ["hello 0", "hello 1", "hello 2"]


async def test_the_bot_answers_in_conversations_that_it_is_brought_into(alice: Person, bob: Person) -> None:
    device = await alice.device()
    async with running_bot(bob):
        group = await alice.group(bob)
        await alice.say(group["id"], "welcome")
        assert await echoes(device, bob, 1) == ["welcome"]
