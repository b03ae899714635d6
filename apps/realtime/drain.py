"""Ends all sockets politely before the server stops.

uvicorn closes its sockets before it tells the application that it shuts down, and daphne never tells. Both listen to
signals through `signal.signal`, so a handler put before theirs drains first and passes the signal on then.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from .open_sockets import OpenSockets

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)

Handler = Callable[[int, FrameType | None], Any]


class Drain:
    """The signal handlers of one process. `serve` names the loop whose sockets are ended."""

    def __init__(self) -> None:
        self._passed_on: dict[int, Handler] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sockets: OpenSockets | None = None
        self._task: asyncio.Task[None] | None = None

    def serve(self, loop: asyncio.AbstractEventLoop, sockets: OpenSockets) -> None:
        """Take the place of the server's handlers, once; outside the main thread there are none to take."""
        if loop is self._loop or threading.current_thread() is not threading.main_thread():
            return
        self._loop, self._sockets, self._task = loop, sockets, None
        for number in SIGNALS:
            handler = signal.getsignal(number)
            if callable(handler) and handler != self.receive:
                self._passed_on[number] = handler
                signal.signal(number, self.receive)

    def receive(self, number: int, frame: FrameType | None) -> None:
        """Begin to drain at the first signal; a second one is passed on at once."""
        loop = self._loop
        if loop is None or loop.is_closed() or self._sockets is None or self._sockets.draining:
            self._passed_on[number](number, frame)
            return
        self._sockets.draining = True
        loop.call_soon_threadsafe(self._begin, number, self._sockets)

    def _begin(self, number: int, sockets: OpenSockets) -> None:
        self._task = asyncio.get_running_loop().create_task(self._drain(number, sockets))

    async def _drain(self, number: int, sockets: OpenSockets) -> None:
        try:
            await sockets.drain()
        finally:
            logger.info("all sockets were told to come back later")
            self._passed_on[number](number, None)


_process = Drain()


def drain_before_stopping(sockets: OpenSockets) -> None:
    """Have `sockets`, those of the running loop, ended before the server stops on SIGTERM or SIGINT."""
    _process.serve(asyncio.get_running_loop(), sockets)
