"""What one process publishes reaches the sockets of all, whatever becomes of Redis in between."""

import asyncio
import os
import sys
import threading

import pytest
from pytest_django.fixtures import Settings

from apps.core.threads import run_in_pool
from apps.fanout.events import Event, Frame, user_topic
from apps.fanout.outlet import Outlet, outlet
from apps.fanout.publish import publish
from tests.fanout.conftest import Running
from tests.fanout.fakes import FakeRecord, Socket, until
from tests.live import ROOT
from tests.proxy import Proxy

COMMAND = """
import django
django.setup()
from apps.fanout.events import Frame, user_topic
from apps.fanout.publish import publish
publish(Frame(topic=user_topic("alice"), payload=b"last words"))
"""


def over(settings: Settings, url: str) -> None:
    host = {"address": url, "socket_timeout": None, "socket_connect_timeout": 1.0}
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [host], "prefix": "parley"},
        }
    }


def hello(user: str, text: str = "hello") -> Event:
    return Frame(topic=user_topic(user), payload=text.encode())


async def heard(socket: Socket, *, seconds: float = 10) -> None:
    """Publish until it arrives: a subscription says nothing when it is ready."""
    socket.got.clear()
    user = socket.subscriber.user

    def published_and_heard() -> bool:
        publish(hello(user))
        return bool(socket.got)

    await until(published_and_heard, seconds)


def test_a_process_without_redis_delivers_to_its_own_sockets(memory_layer: None, running: Running) -> None:
    async def scenario() -> None:
        async with running(FakeRecord()) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            await heard(alice)
            publish(hello("alice", "end of hellos"))
            await until(lambda: alice.got[-1] == "end of hellos")
            alice.got.clear()
            for number in range(100):
                await run_in_pool(publish, hello("alice", str(number)), key="one")
            await until(lambda: alice.got[-1:] == ["99"])
            assert alice.got == [str(number) for number in range(100)]

    asyncio.run(scenario())


def test_two_processes_deliver_to_each_other_once(
    settings: Settings, valkey_url: str, running: Running
) -> None:
    over(settings, valkey_url)

    async def scenario() -> None:
        async with running(FakeRecord()) as first, running(FakeRecord()) as second:
            # The outlet belongs to the hub that started last; the other hears through Redis.
            near, far = Socket("alice"), Socket("alice")
            await first.attach(far.subscriber)
            await second.attach(near.subscriber)
            await heard(far)
            publish(hello("alice", "end of hellos"))
            await until(lambda: far.got[-1] == near.got[-1] == "end of hellos")
            near.got.clear()
            far.got.clear()
            for number in range(250):
                publish(hello("alice", str(number)))
            await until(lambda: far.got[-1:] == near.got[-1:] == ["249"])
            assert near.got == far.got == [str(number) for number in range(250)]

    asyncio.run(scenario())


def test_a_process_without_sockets_publishes_too(
    settings: Settings, valkey_url: str, running: Running
) -> None:
    over(settings, valkey_url)
    elsewhere = Outlet()

    async def scenario() -> None:
        async with running(FakeRecord()) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)

            def published_and_heard() -> bool:
                elsewhere.put(hello("alice"))
                return bool(alice.got)

            await until(published_and_heard)
            assert [thread.name for thread in threading.enumerate()].count("fanout") >= 1

    asyncio.run(scenario())


def test_what_a_command_publishes_last_is_sent_before_it_ends(
    settings: Settings, valkey_url: str, running: Running
) -> None:
    over(settings, valkey_url)
    environ = {**os.environ, "REDIS_URL": valkey_url}

    async def scenario() -> None:
        async with running(FakeRecord()) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            await heard(alice)
            command = await asyncio.create_subprocess_exec(
                sys.executable, "-c", COMMAND, cwd=ROOT, env=environ
            )
            assert await command.wait() == 0
            await until(lambda: alice.got[-1] == "last words")

    asyncio.run(scenario())


@pytest.mark.parametrize("fault", ["dead", "frozen"])
def test_delivery_goes_on_when_redis_is_back(
    settings: Settings,
    wire: Proxy,
    running: Running,
    at_test_pace: None,
    caplog: pytest.LogCaptureFixture,
    fault: str,
) -> None:
    async def scenario() -> None:
        over(settings, f"redis://127.0.0.1:{wire.port}/0")
        async with running(FakeRecord()) as first, running(FakeRecord()) as second:
            near, far = Socket("alice"), Socket("alice")
            await first.attach(far.subscriber)
            await second.attach(near.subscriber)
            await heard(far)
            if fault == "dead":
                wire.cut()
            else:
                wire.silence()
            for number in range(20):
                near.got.clear()
                publish(hello("alice", str(number)))
                # At once, though Redis is not there: within these turns of the loop.
                for _ in range(3):
                    await asyncio.sleep(0)
                assert str(number) in near.got
            # Longer than it takes to notice the silence.
            await until(lambda: "away" in caplog.text)
            wire.restore()
            await heard(far)

    asyncio.run(scenario())


def test_what_was_published_while_a_hub_stops_is_sent_by_others(
    settings: Settings, valkey_url: str, running: Running
) -> None:
    over(settings, valkey_url)

    async def scenario() -> None:
        async with running(FakeRecord()) as first:
            alice = Socket("alice")
            await first.attach(alice.subscriber)
            async with running(FakeRecord()):
                await heard(alice)
            await heard(alice)

    asyncio.run(scenario())


def test_the_outlet_is_one_for_the_process() -> None:
    assert outlet() is outlet()
