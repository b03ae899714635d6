"""Watchers learn who comes and who goes, once, whichever process they are on."""

import asyncio

import pytest

from apps.core.cache import shared
from apps.core.threads import run_in_pool
from apps.fanout import watching
from apps.fanout.presence import PREFIX, presence
from tests.fanout.conftest import Running
from tests.fanout.fakes import FakeRecord, Socket, another_round, until

pytestmark = pytest.mark.usefixtures("memory_layer", "at_test_pace")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_AFTER_SECONDS", 0.05)


def test_presence_is_news_once_and_ends() -> None:
    presence().left("dora")
    assert presence().seen("dora")
    assert not presence().seen("dora")
    assert presence().online(["dora", "nobody"]) == {"dora"}
    presence().left("dora")
    assert presence().online(["dora"]) == set()


def test_watchers_are_told_changes_only(running: Running) -> None:
    async def scenario() -> None:
        async with running(FakeRecord()) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            hub.watch(alice.subscriber, ["bob", "carol"])
            hub.told(alice.subscriber, {"bob": False, "carol": False, "unwatched": True})
            await run_in_pool(presence().seen, "bob")
            await until(lambda: alice.statuses == [("bob", True)])
            await run_in_pool(presence().left, "bob")
            await until(lambda: alice.statuses[1:] == [("bob", False)])
            hub.watch(alice.subscriber, ["carol"])
            await run_in_pool(presence().seen, "bob")
            await another_round()
            assert len(alice.statuses) == 2
            await run_in_pool(presence().left, "bob")

    asyncio.run(scenario())


def test_who_has_another_device_stays_online(running: Running) -> None:
    async def scenario() -> None:
        async with running(FakeRecord()) as hub:
            alice, bob = Socket("alice"), Socket("bob")
            for socket in (alice, bob):
                await hub.attach(socket.subscriber)
            await run_in_pool(presence().seen, "bob")
            hub.watch(alice.subscriber, ["bob"])
            await until(lambda: alice.statuses == [("bob", True)])
            # Another process saw the last of its own sockets of bob; this one has bob's other device.
            await run_in_pool(presence().left, "bob")
            await until(lambda: presence().online(["bob"]))
            await another_round()
            hub.detach(alice.subscriber)
            assert alice.statuses[-1] == ("bob", True)
        presence().left("bob")

    asyncio.run(scenario())


def test_whose_key_ran_out_is_found_gone(running: Running) -> None:
    async def scenario() -> None:
        async with running(FakeRecord()) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            presence().keep(["erin"])
            hub.watch(alice.subscriber, ["erin"])
            await until(lambda: alice.statuses == [("erin", True)])
            shared().delete(PREFIX + "erin")
            await until(lambda: alice.statuses[1:] == [("erin", False)])

    asyncio.run(scenario())
