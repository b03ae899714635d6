"""Queues are bounded, and what cannot be read does no harm."""

import asyncio
from uuid import uuid4

import msgspec
import pytest

from apps.core.errors import Unavailable
from apps.fanout import source
from apps.fanout.events import Event, UsersChanged
from apps.fanout.hub import local_hub
from apps.fanout.layer import Layer
from apps.fanout.links import CAPACITY, Backlog
from apps.fanout.outlet import Drain, Outlet
from apps.fanout.tasks import Tasks
from tests.fanout.conftest import Running
from tests.fanout.fakes import FakeRecord, Socket, until


def test_a_full_queue_drops_the_oldest_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    backlog = Backlog("the test's queue")
    for number in range(CAPACITY + 5):
        backlog.add(UsersChanged(users=(str(number),)))
    assert backlog.take(1) == [UsersChanged(users=("5",))]
    assert len(backlog) == CAPACITY - 1
    assert len([line for line in caplog.records if "full" in line.message]) == 1


def test_a_batch_of_another_version_is_skipped(
    memory_layer: None, running: Running, at_test_pace: None, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        record = FakeRecord()
        async with running(record) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            layer = Layer()
            good = msgspec.msgpack.encode([UsersChanged(users=("alice",))])

            async def send() -> None:
                await layer.send("another", msgspec.msgpack.encode([{"type": "from the future"}]))
                await layer.send("another", good)

            sending = Tasks()
            sending.every(0.01, send)
            await until(lambda: alice.user_changes)
            await sending.end()

    asyncio.run(scenario())
    assert any("cannot be read" in line.message for line in caplog.records)


def test_a_failed_task_is_logged_and_a_repeated_one_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []

    async def fail() -> None:
        runs.append(1)
        raise Unavailable

    async def scenario() -> None:
        tasks = Tasks()
        tasks.every(0.001, fail)
        await until(lambda: len(runs) > 2)
        await tasks.end()

    asyncio.run(scenario())
    assert len([line for line in caplog.records if line.exc_info]) >= 2


def test_events_of_a_hub_that_closed_go_to_the_next() -> None:
    first: list[Event] = []
    second: list[Event] = []

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        drains = Drain(loop, first.extend), Drain(loop, second.extend)
        outlet = Outlet()
        outlet.open(drains[1])
        outlet.open(drains[0])
        outlet.put(UsersChanged(users=("a",)))
        outlet.close(drains[0])
        outlet.put(UsersChanged(users=("b",)))
        await until(lambda: len(second) == 2)

    asyncio.run(scenario())
    assert first == []


def test_each_loop_has_one_hub(memory_layer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_registered", [FakeRecord()])

    async def scenario() -> None:
        hub = local_hub()
        assert local_hub() is hub
        assert hub.sockets_of(str(uuid4())) == 0
        await hub.stop()
        assert local_hub() is not hub
        await local_hub().stop()

    asyncio.run(scenario())
