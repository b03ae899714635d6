"""A socket gets its frames in order; a slow one is bounded, closed, and nobody else's concern."""

import asyncio

import pytest
import uvloop
from django.conf import settings

from apps.fanout.payload import Payload
from apps.fanout.subscriber import AHEAD_BYTES
from tests.fanout.fakes import FramedSocket, Socket, quiet, until

KINDS = pytest.mark.parametrize("kind", [Socket, FramedSocket])
LOOPS = pytest.mark.parametrize("factory", [asyncio.new_event_loop, uvloop.new_event_loop])


@KINDS
def test_a_frame_is_sent_at_once_and_without_a_task(kind: type[Socket]) -> None:
    async def scenario() -> None:
        socket = kind("alice")
        before = asyncio.all_tasks()
        socket.subscriber.push(Payload(b"one"))
        socket.subscriber.push(Payload("two"))
        assert socket.got == ["one", "two"]
        assert asyncio.all_tasks() == before

    asyncio.run(scenario())


@KINDS
@LOOPS
def test_a_full_transport_gets_the_rest_in_order_when_it_has_room(
    factory: object, kind: type[Socket]
) -> None:
    async def scenario() -> None:
        socket = kind("alice")
        socket.full()
        for number in range(50):
            socket.subscriber.push(Payload(str(number)))
        await quiet()
        assert socket.got == []
        socket.drained()
        await until(lambda: len(socket.got) == 50)
        socket.subscriber.push(Payload("50"))
        assert socket.got == [str(number) for number in range(51)]
        assert socket.closed_with == []

    with asyncio.Runner(loop_factory=factory) as runner:  # type: ignore[arg-type] # parametrized
        runner.run(scenario())


@pytest.mark.parametrize(
    ("frame", "frames"),
    [
        ("x", settings.LIMITS["socket_frames"]),
        ("é" * 32_768, (settings.LIMITS["socket_bytes"] - AHEAD_BYTES) // 65_536),
    ],
)
def test_a_socket_that_stops_reading_is_closed_with_4409_once(frame: str, frames: int) -> None:
    async def scenario() -> None:
        slow, quick = Socket("alice"), Socket("bob")
        slow.full()
        # The first is on its way, the others wait.
        for _ in range(1 + frames):
            slow.subscriber.push(Payload(frame))
            quick.subscriber.push(Payload(frame))
        await quiet()
        assert slow.closed_with == []
        for _ in range(2):
            slow.subscriber.push(Payload(frame))
        await quiet()
        assert slow.closed_with == [4409]
        slow.drained()
        await quiet()
        assert slow.got == []
        assert len(quick.got) == 1 + frames

    asyncio.run(scenario())


@KINDS
def test_nothing_overtakes_the_welcome(kind: type[Socket]) -> None:
    async def scenario() -> None:
        socket = kind("alice")
        socket.subscriber.hold()
        for number in range(settings.LIMITS["socket_frames"] * 2):
            socket.subscriber.push(Payload(str(number)))
        assert socket.got == []
        await socket.send("welcome")
        socket.subscriber.release()
        socket.subscriber.push(Payload("last"))
        assert socket.got[:2] == ["welcome", "0"]
        assert socket.got[-1] == "last"
        assert len(socket.got) == 2 + settings.LIMITS["socket_frames"] * 2
        assert socket.closed_with == []

    asyncio.run(scenario())


@KINDS
def test_what_was_held_back_waits_for_a_full_transport_too(kind: type[Socket]) -> None:
    async def scenario() -> None:
        socket = kind("alice")
        socket.subscriber.hold()
        socket.subscriber.push(Payload("one"))
        socket.subscriber.push(Payload("two"))
        socket.full()
        socket.subscriber.release()
        socket.subscriber.push(Payload("three"))
        await quiet()
        socket.drained()
        await until(lambda: socket.got == ["one", "two", "three"])

    asyncio.run(scenario())


@pytest.mark.parametrize("error", [BrokenPipeError(), RuntimeError("already closed")])
@pytest.mark.parametrize("full", [False, True])
def test_a_client_that_left_is_no_error(error: Exception, full: bool) -> None:
    async def scenario() -> None:
        socket = Socket("alice")
        if full:
            socket.full()
        socket.error = error
        socket.subscriber.push(Payload("one"))
        socket.subscriber.push(Payload("two"))
        await quiet()
        socket.drained()
        await quiet()
        socket.error = None
        socket.subscriber.push(Payload("three"))
        await quiet()
        assert socket.got == []
        assert socket.closed_with == []

    asyncio.run(scenario())


@KINDS
def test_a_closed_socket_takes_back_what_was_on_its_way(kind: type[Socket]) -> None:
    async def scenario() -> None:
        socket = kind("alice")
        socket.full()
        socket.subscriber.push(Payload("one"))
        await quiet()
        socket.subscriber.close()
        socket.drained()
        await quiet()
        assert socket.got == []
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scenario())


@KINDS
def test_the_last_frame_goes_through_send_after_all_others(kind: type[Socket]) -> None:
    async def scenario() -> None:
        socket = kind("alice")
        socket.full()
        socket.subscriber.push(Payload("one"))
        socket.subscriber.push_last(Payload("goodbye"))
        await quiet()
        socket.drained()
        await until(lambda: socket.got == ["one", "goodbye"])
        assert socket.sent[-1] == "goodbye"

    asyncio.run(scenario())
