"""With nothing arriving over the channel layer, the record alone brings every socket up to date."""

import asyncio
from datetime import timedelta

import pytest

from apps.fanout.repair import OVERLAP
from tests.fanout.conftest import Running
from tests.fanout.fakes import ROOM, FakeRecord, Socket, another_round, until

pytestmark = pytest.mark.usefixtures("memory_layer", "at_test_pace")


def test_lost_entries_memberships_and_ends_are_found(running: Running) -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        record.add_member("bob")
        async with running(record) as hub:
            alice, bob, carol = Socket("alice"), Socket("bob"), Socket("carol")
            for socket in (alice, bob, carol):
                await hub.attach(socket.subscriber)
            hub.saw_heads(record.heads([ROOM]))
            record.write()
            await until(lambda: alice.got and bob.got)
            record.remove_member("bob")
            record.write()
            await until(lambda: len(alice.got) == 2 and bob.removed == [ROOM])
            assert len(bob.got) == 1
            record.add_member("carol", visible_from=3)
            record.changed.add("carol")
            await until(lambda: carol.added == [ROOM] and carol.user_changes)
            record.ended["session of bob"] = 4403
            await until(lambda: bob.closed_with)
            assert bob.closed_with[0] == 4403
            assert alice.closed_with == carol.closed_with == []

    asyncio.run(scenario())


def test_a_record_that_is_away_is_asked_again_from_the_same_time(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        async with running(record) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            await until(lambda: len([since for since in record.since if since]) > 1)
            record.away = True
            asked = len(record.since)
            hub.deliver(record.write())
            await until(lambda: len(record.since) > asked + 3)
            assert len(set(record.since[asked:])) == 1
            record.away = False
            await until(lambda: alice.got)
            await until(lambda: record.since[-1] != record.since[asked])

    asyncio.run(scenario())
    said = [line.message for line in caplog.records if "the record is" in line.message]
    assert len(said) == 2
    assert "away" in said[0]
    assert "back" in said[1]


def test_users_who_changed_while_the_record_was_away_are_read_when_it_is_back(running: Running) -> None:
    async def scenario() -> None:
        record = FakeRecord()
        async with running(record) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            record.away = True
            record.changed.add("alice")
            record.add_member("alice")
            asked = len(record.asked)
            await until(lambda: len(record.asked) > asked + 3)
            record.away = False
            await until(lambda: alice.added == [ROOM])

    asyncio.run(scenario())


def test_a_conversation_whose_head_nobody_read_is_followed_all_the_same(running: Running) -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        async with running(record) as hub:
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            await until(lambda: "heads" in record.asked or len(record.since) > 2)
            record.write()
            await until(lambda: alice.got == [f"{ROOM}:1"])

    asyncio.run(scenario())


def test_nothing_is_asked_while_nobody_is_there_and_time_overlaps_when_somebody_is(running: Running) -> None:
    async def scenario() -> None:
        record = FakeRecord()
        async with running(record) as hub:
            await another_round()
            assert record.asked == []
            alice = Socket("alice")
            await hub.attach(alice.subscriber)
            await until(lambda: len(record.since) >= 2)
            assert record.since[0] is None
            assert record.since[1] is not None
            hub.detach(alice.subscriber)
            await another_round()
            asked = len(record.since)
            await hub.attach(Socket("alice").subscriber)
            await until(lambda: len(record.since) > asked)
            assert record.since[asked] is None

    asyncio.run(scenario())
    assert timedelta(seconds=5) < OVERLAP
