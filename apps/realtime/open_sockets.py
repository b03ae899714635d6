"""The sockets that one event loop serves: one timer finds the silent ones, one call ends them all."""

import asyncio
from typing import Protocol
from weakref import WeakKeyDictionary

from .frames import HEARTBEAT, CloseCode

SILENCE = 2.5 * HEARTBEAT
"""Seconds after which a socket that said nothing is closed."""
CHECK_EVERY = 5.0
"""Seconds between two looks at all sockets: one timer for the process costs less than one for each socket."""
DRAIN_PATIENCE = 4.0
"""Seconds for all sockets to end before a restart; the contract allows five."""


class OpenSocket(Protocol):
    heard_at: float
    """When the client last said something, by the loop's clock."""

    def end(self, code: int) -> None:
        """Say goodbye and close, without waiting."""

    async def finish(self, code: int) -> None:
        """Answer the command in progress, say goodbye, close."""


class OpenSockets:
    """Every accepted socket of one loop."""

    def __init__(self) -> None:
        self.draining = False
        self._sockets: set[OpenSocket] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._last_left: asyncio.Future[None] | None = None

    def add(self, socket: OpenSocket) -> None:
        self._sockets.add(socket)
        if self._timer is None:
            self._wait()

    def discard(self, socket: OpenSocket) -> None:
        self._sockets.discard(socket)
        if not self._sockets and self._timer is not None:
            self._timer.cancel()
            self._timer = None
            if self._last_left is not None:
                self._last_left.set_result(None)
                self._last_left = None

    def end_silent(self, now: float) -> None:
        """End the sockets that have been silent for 2.5 heartbeats at `now`, by the loop's clock."""
        for socket in tuple(self._sockets):
            if now - socket.heard_at > SILENCE:
                socket.end(CloseCode.SILENT)

    async def drain(self) -> None:
        """Take no new sockets and end those that are open; return when their clients are gone, at most in
        `DRAIN_PATIENCE`: daphne drops at its stop what it has not written yet.
        """
        self.draining = True
        finishing = [asyncio.ensure_future(socket.finish(CloseCode.RESTARTING)) for socket in self._sockets]
        if finishing:
            self._last_left = asyncio.get_running_loop().create_future()
            await asyncio.wait([*finishing, self._last_left], timeout=DRAIN_PATIENCE)

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(CHECK_EVERY, self._check)

    def _check(self) -> None:
        self._wait()
        self.end_silent(asyncio.get_running_loop().time())


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, OpenSockets] = WeakKeyDictionary()


def open_sockets() -> OpenSockets:
    """Return the sockets of the running loop."""
    return _by_loop.setdefault(asyncio.get_running_loop(), OpenSockets())
