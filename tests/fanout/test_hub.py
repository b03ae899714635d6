"""Whatever happens on the way, each socket gets its conversations' logs once, in order, as far as it may see them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from apps.core.errors import Unavailable
from apps.fanout.events import (
    Frame,
    MembersChanged,
    SessionsEnded,
    UsersChanged,
    conversation_topic,
    session_topic,
    user_topic,
)
from apps.fanout.hub import Hub
from apps.fanout.source import Head
from tests.fanout.fakes import ROOM, FakeRecord, Gate, Socket, quiet, until


async def attached(hub: Hub, record: FakeRecord, *users: str) -> list[Socket]:
    """Attach a socket for each of `users`, who follow what comes after this."""
    sockets = [Socket(user) for user in users]
    for socket in sockets:
        memberships = await hub.attach(socket.subscriber)
        hub.saw_heads(record.heads(list(memberships)))
    return sockets


def frames(first: int, last: int, conversation: str = ROOM) -> list[str]:
    return [f"{conversation}:{seq}" for seq in range(first, last + 1)]


def test_entries_reach_every_device_of_every_member_and_nobody_else() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        record.add_member("bob", "elsewhere")
        hub = Hub(record)
        phone, laptop, stranger = await attached(hub, record, "alice", "alice", "bob")
        hub.deliver(record.write())
        await until(lambda: phone.got and laptop.got)
        assert phone.got == laptop.got == frames(1, 1)
        assert stranger.got == []
        assert (hub.sockets_of("alice"), hub.sockets_of("bob"), hub.sockets_of("carol")) == (2, 1, 0)
        hub.detach(phone.subscriber)
        hub.detach(stranger.subscriber)
        hub.detach(stranger.subscriber)
        hub.deliver(record.write())
        await until(lambda: len(laptop.got) == 2)
        assert phone.got == frames(1, 1)
        assert (hub.sockets_of("alice"), hub.sockets_of("bob")) == (1, 0)
        await hub.stop()

    asyncio.run(scenario())


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.data())
def test_lost_repeated_and_reordered_events_change_nothing(data: st.DataObject) -> None:
    record = FakeRecord()
    record.add_member("alice")
    record.add_member("bob", visible_from=4)
    entries = [record.write() for _ in range(data.draw(st.integers(1, 12)))]
    arriving = data.draw(st.lists(st.sampled_from(entries), max_size=20))
    pauses = data.draw(st.lists(st.integers(0, len(arriving)), max_size=3))

    async def scenario() -> None:
        hub = Hub(record)
        alice, bob = Socket("alice"), Socket("bob")
        for socket in (alice, bob):
            await hub.attach(socket.subscriber)
        hub.saw_heads({ROOM: Head(0, record.versions[ROOM])})
        for number, entry in enumerate(arriving):
            hub.deliver(entry)
            if number in pauses:
                await asyncio.sleep(0.001)
        # What the repair finds when everything else was lost.
        hub.saw_heads(record.heads([ROOM]))
        await until(lambda: len(alice.got) >= len(entries))
        assert alice.got == frames(1, len(entries))
        assert bob.got == frames(4, len(entries))
        await hub.stop()

    asyncio.run(scenario())


def test_neighbours_that_overtake_each_other_cost_no_question() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        hub = Hub(record)
        (alice,) = await attached(hub, record, "alice")
        first, second, third = record.write(), record.write(), record.write()
        for entry in (first, third, second):
            hub.deliver(entry)
        await until(lambda: len(alice.got) == 3)
        await quiet()
        assert alice.got == frames(1, 3)
        assert "entries_after" not in record.asked
        await hub.stop()

    asyncio.run(scenario())


def test_entries_that_come_between_attaching_and_the_welcome_are_not_lost() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        record.write()
        hub = Hub(record)
        alice = Socket("alice")
        await hub.attach(alice.subscriber)
        heads = record.heads([ROOM])
        second, third = record.write(), record.write()
        hub.deliver(third)
        hub.deliver(second)
        await quiet()
        assert alice.got == []
        hub.saw_heads(heads)
        await until(lambda: alice.got == frames(2, 3))
        await hub.stop()

    asyncio.run(scenario())


def test_the_removed_get_nothing_written_after_their_removal() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        for user in ("alice", "bob"):
            record.add_member(user)
        hub = Hub(record)
        alice, bob = await attached(hub, record, "alice", "bob")
        hub.deliver(record.write())
        await until(lambda: alice.got and bob.got)
        before = record.write()
        record.remove_member("bob")
        after = record.write()
        # The later one overtakes; neither may reach bob before his membership was looked at again.
        hub.deliver(after)
        hub.deliver(before)
        await until(lambda: len(alice.got) == 3)
        assert bob.got == frames(1, 1)
        assert bob.removed == [ROOM]
        hub.deliver(Frame(topic=conversation_topic(ROOM), payload=b"typing"))
        assert bob.got == frames(1, 1)
        await hub.stop()

    asyncio.run(scenario())


def test_a_removal_without_an_entry_is_noticed() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        record.add_member("bob")
        hub = Hub(record)
        (bob,) = await attached(hub, record, "bob")
        record.remove_member("bob")
        hub.deliver(MembersChanged(conversation=ROOM, members_version=record.versions[ROOM]))
        await until(lambda: bob.removed == [ROOM])
        hub.deliver(MembersChanged(conversation=ROOM, members_version=record.versions[ROOM]))
        hub.saw_heads(record.heads([ROOM]))
        await hub.stop()

    asyncio.run(scenario())


def test_of_a_room_only_those_are_read_who_came_or_went() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        crowd = [f"member {number}" for number in range(50)]
        for user in (*crowd, "bob"):
            record.add_member(user)
        hub = Hub(record)
        (bob,) = await attached(hub, record, "bob")
        sockets = await attached(hub, record, *crowd)
        hub.deliver(record.write())
        await until(lambda: bob.got == frames(1, 1))
        record.asked_about.clear()
        record.add_member("stranger")
        hub.deliver(MembersChanged(ROOM, record.versions[ROOM], "stranger"))
        hub.deliver(record.write())
        await until(lambda: bob.got == frames(1, 2))
        assert record.asked_about == []
        record.remove_member("bob")
        hub.deliver(MembersChanged(ROOM, record.versions[ROOM], "bob"))
        hub.deliver(record.write())
        await until(lambda: sockets[0].got == frames(1, 3))
        assert (record.asked_about, bob.removed, bob.got) == ([{"bob"}], [ROOM], frames(1, 2))
        # One change was not heard of: it may have been about anybody.
        record.remove_member(crowd[1])
        record.remove_member(crowd[2])
        hub.deliver(MembersChanged(ROOM, record.versions[ROOM], crowd[2]))
        await until(lambda: sockets[1].removed == sockets[2].removed == [ROOM])
        assert record.asked_about[1:] == [set(crowd)]
        await hub.stop()

    asyncio.run(scenario())


def test_a_membership_read_before_a_removal_does_not_outlive_it() -> None:
    """A second device attaches with what it read before bob was removed, after the hub has learned of the removal."""

    async def scenario() -> None:
        record = FakeRecord()
        for user in ("alice", "bob"):
            record.add_member(user)
        hub = Hub(record)
        (alice,) = await attached(hub, record, "alice")
        record.before_memberships = gate = Gate()
        bob = Socket("bob")
        attaching = asyncio.ensure_future(hub.attach(bob.subscriber))
        await until(gate.arrived.is_set)
        record.before_memberships = lambda: None
        record.remove_member("bob")
        hub.deliver(record.write())
        await until(lambda: len(alice.got) == 1)
        gate.opened.set()
        await attaching
        hub.deliver(record.write())
        await until(lambda: len(alice.got) == 2)
        assert bob.got == []
        assert bob.removed == [ROOM]
        await hub.stop()

    asyncio.run(scenario())


def test_an_older_reading_of_memberships_never_undoes_a_newer_one() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice", "first")
        hub = Hub(record)
        (phone,) = await attached(hub, record, "alice")
        record.before_memberships = gate = Gate()
        laptop = Socket("alice")
        attaching = asyncio.ensure_future(hub.attach(laptop.subscriber))
        await until(gate.arrived.is_set)
        record.before_memberships = lambda: None
        record.remove_member("alice", "first")
        record.add_member("alice", "second")
        hub.deliver(UsersChanged(users=("alice",)))
        await until(lambda: phone.removed == ["first"])
        gate.opened.set()
        assert await attaching == {"second": 1}
        assert phone.added == ["second"]
        await hub.stop()

    asyncio.run(scenario())


def test_a_new_membership_is_attached_before_the_socket_is_told() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        hub = Hub(record)
        (alice,) = await attached(hub, record, "alice")
        record.write()
        record.add_member("alice", visible_from=2)
        hub.deliver(UsersChanged(users=("alice",)))
        hub.deliver(UsersChanged(users=("alice",)))
        hub.deliver(UsersChanged(users=("somebody else",)))
        await until(lambda: alice.added == [ROOM] and alice.user_changes)
        await quiet()
        hub.deliver(record.write())
        await until(lambda: alice.got == frames(2, 2))
        await hub.stop()

    asyncio.run(scenario())


def test_who_may_not_see_what_is_quoted_gets_the_entry_without_it() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        record.add_member("bob", visible_from=2)
        hub = Hub(record)
        alice, bob = await attached(hub, record, "alice", "bob")
        hub.deliver(record.write())
        hub.deliver(record.write(quotes_seq=1))
        hub.deliver(record.write(quotes_seq=2))
        await until(lambda: len(bob.got) == 2)
        assert alice.got == frames(1, 3)
        assert bob.got == ["unquoted", f"{ROOM}:3"]
        await hub.stop()

    asyncio.run(scenario())


def test_who_came_back_sees_from_the_new_joining_only() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("bob")
        hub = Hub(record)
        (bob,) = await attached(hub, record, "bob")
        missed = [record.write(), record.write()]
        record.remove_member("bob")
        record.add_member("bob", visible_from=3)
        for entry in (*missed, record.write()):
            hub.deliver(entry)
        await until(lambda: bob.got)
        await quiet()
        assert bob.got == frames(3, 3)
        assert bob.added == [ROOM]
        await hub.stop()

    asyncio.run(scenario())


def test_frames_reach_their_topic_but_for_those_they_are_hidden_from() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        for user in ("alice", "bob"):
            record.add_member(user)
        hub = Hub(record)
        alice, bob = await attached(hub, record, "alice", "bob")
        hub.deliver(Frame(topic=conversation_topic(ROOM), payload=b"typing", hidden_from=("alice",)))
        hub.deliver(Frame(topic=user_topic("alice"), payload=b"receipt"))
        hub.deliver(Frame(topic=session_topic("session of bob"), payload=b"signal"))
        for topic in (conversation_topic("no"), user_topic("no"), session_topic("no")):
            hub.deliver(Frame(topic=topic, payload=b"lost"))
        assert alice.got == ["receipt"]
        assert bob.got == ["typing", "signal"]
        await hub.stop()

    asyncio.run(scenario())


def test_the_end_of_a_session_closes_its_sockets_only() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        hub = Hub(record)
        phone, laptop = Socket("alice", "phone"), Socket("alice", "laptop")
        for socket in (phone, laptop):
            await hub.attach(socket.subscriber)
        hub.deliver(SessionsEnded(sessions=("phone", "of another process"), code=4401))
        assert (phone.closed_with, laptop.closed_with) == ([4401], [])
        await hub.stop()

    asyncio.run(scenario())


def test_attaching_while_the_record_is_away_fails_and_leaves_nothing() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.away = True
        hub = Hub(record)
        with pytest.raises(Unavailable):
            await hub.attach(Socket("alice").subscriber)
        assert hub.sockets_of("alice") == 0
        await hub.stop()

    asyncio.run(scenario())


def test_a_socket_that_leaves_while_it_is_attached_stays_away() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        record.before_memberships = gate = Gate()
        hub = Hub(record)
        alice = Socket("alice")
        attaching = asyncio.ensure_future(hub.attach(alice.subscriber))
        await until(gate.arrived.is_set)
        hub.detach(alice.subscriber)
        gate.opened.set()
        assert await attaching == {}
        hub.saw_heads(record.heads([ROOM]))
        hub.deliver(record.write())
        await quiet()
        assert alice.got == []
        await hub.stop()

    asyncio.run(scenario())


def test_a_gap_that_nothing_fills_does_not_stop_the_rest() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        hub = Hub(record)
        (alice,) = await attached(hub, record, "alice")
        hub.deliver(record.write())
        # Restored from a backup: the head was seen, the entries are gone.
        hub.saw_heads({ROOM: Head(3, 1)})
        await until(lambda: "entries_after" in record.asked)
        await quiet()
        for _ in range(3):
            hub.deliver(record.write())
        await until(lambda: alice.got == frames(1, 4))
        await hub.stop()

    asyncio.run(scenario())


Scenario = Callable[[Hub], Awaitable[None]]


@asynccontextmanager
async def running(record: FakeRecord) -> AsyncIterator[Hub]:
    hub = Hub(record)
    hub.start()
    try:
        yield hub
    finally:
        await hub.stop()


def test_every_task_of_a_hub_ends_with_it() -> None:
    async def scenario() -> None:
        record = FakeRecord()
        record.add_member("alice")
        async with running(record) as hub:
            await attached(hub, record, "alice")
            hub.deliver(record.write())
        assert asyncio.all_tasks() == {asyncio.current_task()}

    before = threading.active_count()
    asyncio.run(scenario())
    # The pool's threads are everybody's, and stay.
    assert threading.active_count() <= before + settings.ORM_THREADS
