"""A stopping signal first ends the sockets, then reaches the server."""

import asyncio
import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from apps.realtime.drain import Drain
from apps.realtime.open_sockets import OpenSockets


class Finishing:
    """A socket that ends when it is told to, and whose client leaves in the turn after that."""

    def __init__(self, sockets: OpenSockets) -> None:
        self.heard_at = 0.0
        self.ended_with: int | None = None
        self._sockets = sockets

    def end(self, code: int) -> None:
        self.ended_with = code
        asyncio.get_running_loop().call_soon(self._sockets.discard, self)

    async def finish(self, code: int) -> None:
        self.end(code)


@pytest.fixture
def server_saw() -> Iterator[list[int]]:
    """Return the signals that the server's own handler got."""
    seen: list[int] = []

    def handler(number: int, frame: FrameType | None) -> None:
        seen.append(number)

    before = {number: signal.signal(number, handler) for number in (signal.SIGTERM, signal.SIGINT)}
    yield seen
    for number, earlier in before.items():
        signal.signal(number, earlier)


def test_sockets_end_before_the_server_hears(server_saw: list[int]) -> None:
    async def scenario() -> None:
        sockets, drain = OpenSockets(), Drain()
        socket = Finishing(sockets)
        sockets.add(socket)
        drain.serve(asyncio.get_running_loop(), sockets)
        drain.serve(asyncio.get_running_loop(), sockets)
        signal.raise_signal(signal.SIGTERM)
        assert server_saw == []
        assert sockets.draining
        await asyncio.sleep(0)
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
        assert socket.ended_with == 1012

    asyncio.run(scenario())
    assert server_saw == [signal.SIGTERM]


def test_a_second_signal_does_not_wait(server_saw: list[int]) -> None:
    async def scenario() -> None:
        drain = Drain()
        drain.serve(asyncio.get_running_loop(), OpenSockets())
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert server_saw == [signal.SIGINT]

    asyncio.run(scenario())


def test_a_loop_that_ended_has_nothing_to_drain(server_saw: list[int]) -> None:
    drain = Drain()

    async def scenario() -> None:
        drain.serve(asyncio.get_running_loop(), OpenSockets())

    asyncio.run(scenario())
    signal.raise_signal(signal.SIGTERM)
    assert server_saw == [signal.SIGTERM]
