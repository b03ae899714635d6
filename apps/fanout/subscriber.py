"""One socket's outgoing side: written to at once while its transport has room, queued within bounds when it has not."""

import asyncio
import logging
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Protocol

from django.conf import settings

from apps.fanout.payload import Payload

logger = logging.getLogger(__name__)

Send = Callable[[str], Coroutine[Any, Any, None]]

TOO_SLOW = 4409
AHEAD_BYTES = 384 * 1024
"""What the kernel (128 KiB) and the server's transport (64 KiB, and the write that went beyond) may hold of a slow
socket before its queue begins: LIMITS `socket_bytes` counts all of it."""
GONE = (OSError, RuntimeError)
"""What ASGI servers raise from `send` once the client has left: OSError by the specification (version 2.4),
RuntimeError after their own close."""


class Listener(Protocol):
    """What a socket's owner is told. Called on the event loop; nothing in it may block."""

    def memberships_changed(self, added: list[str], removed: list[str]) -> None:
        """These conversations came or went; the added ones are attached already, so that their heads may be read."""

    def presence_changed(self, user: str, online: bool) -> None:  # noqa: FBT001 (a state, not a switch)
        """A watched user came or went."""

    def user_changed(self) -> None:
        """Something of this socket's own user changed: blocks, settings, memberships."""

    def must_close(self, code: int) -> None:
        """Say goodbye with `code` and close."""


class Transport(Protocol):
    """A server's way out for frames that are made already, where it offers one."""

    @property
    def full(self) -> bool:
        """Whether it wants nothing more for now."""

    async def room(self) -> None:
        """Wait until it is not full."""

    def write(self, frame: bytes) -> None:
        """Put one whole WebSocket frame on the wire, after whatever was sent before."""

    def abort(self) -> None:
        """End the connection without what was not sent yet."""


class Subscriber:
    """A socket as fan-out sees it: whose it is, and how it is written to.

    `send` is the ASGI server's, given one text frame; it may suspend while the transport is full. A `transport` is the
    shorter way out, and takes all but the last frame.
    """

    __slots__ = (
        "_closed",
        "_draining",
        "_held",
        "_last",
        "_send",
        "_transport",
        "_waiting",
        "_waiting_bytes",
        "listener",
        "session",
        "user",
    )

    def __init__(
        self, user: str, session: str, send: Send, listener: Listener, transport: Transport | None = None
    ) -> None:
        self.user = user
        self.session = session
        self.listener = listener
        self._send = send
        self._transport = transport
        self._last: Payload | None = None
        self._held = False
        self._closed = False
        # A list, though it is taken from its front: it is short when there is one, and an idle socket pays 56 bytes.
        self._waiting: list[Payload] = []
        self._waiting_bytes = 0
        self._draining: asyncio.Task[None] | None = None

    def push(self, payload: Payload) -> None:
        """Send one frame of JSON text after those pushed before it. Never blocks, never raises.

        What waits is bounded by LIMITS `socket_frames`, and by what `socket_bytes` leaves; beyond them the socket is
        told to close.
        """
        if self._closed:
            return
        transport = self._transport
        if self._held or self._waiting or self._draining is not None:
            self._enqueue(payload)
        elif transport is None or payload is self._last:
            self._begin(payload)
        elif transport.full:
            self._enqueue(payload)
            self._wait_for_room()
        else:
            # Asked and written in this one call: calls are half of what a delivery costs beside the kernel's part.
            transport.write(payload.framed)

    def push_last(self, payload: Payload) -> None:
        """Push a frame that goes through `send` in any case: whoever sends it closes the socket after it."""
        self._last = payload
        self.push(payload)

    def hold(self) -> None:
        """Keep everything back until `release`: nothing may overtake the welcome."""
        self._held = True

    def release(self) -> None:
        """Send what was held back, and everything from now on at once."""
        self._held = False
        while self._waiting and self._draining is None:
            if self._is_full_for(self._waiting[0]):
                self._wait_for_room()
            else:
                self._write(self._next())

    def close(self) -> None:
        """Send nothing any more and forget what waits."""
        self._closed = True
        self._waiting.clear()
        if self._draining is not None:
            self._draining.cancel()

    def _write(self, payload: Payload) -> None:
        if self._transport is None or payload is self._last:
            self._begin(payload)
        else:
            self._transport.write(payload.framed)

    def _is_full_for(self, payload: Payload) -> bool:
        return self._transport is not None and self._transport.full and payload is not self._last

    def _wait_for_room(self) -> None:
        self._draining = asyncio.get_running_loop().create_task(self._drain())

    def _begin(self, payload: Payload) -> None:
        # A task for each send would cost more than the send. Python 3.11 has no eager tasks, so the coroutine is begun
        # by hand: it nearly always ends there; a task continues it only where it waits for a full transport.
        coroutine = self._send(payload.text)
        try:
            awaited = coroutine.send(None)
        except StopIteration:
            return
        except GONE as error:
            self._lose(error)
            return
        self._draining = asyncio.get_running_loop().create_task(self._drain(_resumed(coroutine, awaited)))

    async def _drain(self, begun: Coroutine[Any, Any, None] | None = None) -> None:
        try:
            if begun is not None:
                await begun
            while self._waiting:
                await self._write_when_possible(self._next())
        except GONE as error:
            self._draining = None
            self._lose(error)
        finally:
            self._draining = None

    async def _write_when_possible(self, payload: Payload) -> None:
        if self._transport is None or payload is self._last:
            await self._send(payload.text)
        else:
            await self._transport.room()
            self._transport.write(payload.framed)

    def _enqueue(self, payload: Payload) -> None:
        self._waiting.append(payload)
        self._waiting_bytes += payload.size
        # While the welcome is being read only the bytes count: the client is not the slow one then.
        too_many = len(self._waiting) > settings.LIMITS["socket_frames"] and not self._held
        if too_many or self._waiting_bytes > settings.LIMITS["socket_bytes"] - AHEAD_BYTES:
            self.close()
            # Not from within a delivery, whose loop over the sockets this would change.
            asyncio.get_running_loop().call_soon(self.listener.must_close, TOO_SLOW)

    def _next(self) -> Payload:
        payload = self._waiting.pop(0)
        self._waiting_bytes -= payload.size
        return payload

    def _lose(self, error: Exception) -> None:
        logger.debug("a socket of user %s is gone: %r", self.user, error)
        self.close()


@types.coroutine
def _resumed(begun: Coroutine[Any, Any, None], awaited: Any) -> Generator[Any, Any, None]:
    """Continue a coroutine that was begun by hand and stopped at `awaited`."""
    try:
        yield awaited
    except BaseException:
        begun.close()
        raise
    yield from begun
