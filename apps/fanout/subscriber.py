"""One socket's outgoing side: written to at once while its transport has room, queued within bounds when it has not."""

import asyncio
import logging
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Protocol

from django.conf import settings

logger = logging.getLogger(__name__)

Send = Callable[[str], Coroutine[Any, Any, None]]

TOO_SLOW = 4409
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


class Subscriber:
    """A socket as fan-out sees it: whose it is, and how it is written to.

    `send` is the ASGI server's, given one text frame; it may suspend while the transport is full.
    """

    __slots__ = (
        "_closed",
        "_draining",
        "_held",
        "_send",
        "_waiting",
        "_waiting_bytes",
        "listener",
        "session",
        "user",
    )

    def __init__(self, user: str, session: str, send: Send, listener: Listener) -> None:
        self.user = user
        self.session = session
        self.listener = listener
        self._send = send
        self._held = False
        self._closed = False
        # A list, though it is taken from its front: it is short when there is one, and an idle socket pays 56 bytes.
        self._waiting: list[str] = []
        self._waiting_bytes = 0
        self._draining: asyncio.Task[None] | None = None

    def push(self, payload: bytes | str) -> None:
        """Send one frame of JSON text after those pushed before it. Never blocks, never raises.

        What waits is bounded by LIMITS `socket_frames` and `socket_bytes`; beyond them the socket is told to close.
        """
        if self._closed:
            return
        text = payload if isinstance(payload, str) else payload.decode()
        if self._held or self._waiting or self._draining is not None:
            self._enqueue(text)
        else:
            self._write(text)

    def hold(self) -> None:
        """Keep everything back until `release`: nothing may overtake the welcome."""
        self._held = True

    def release(self) -> None:
        """Send what was held back, and everything from now on at once."""
        self._held = False
        while self._waiting and self._draining is None:
            self._write(self._next())

    def close(self) -> None:
        """Send nothing any more and forget what waits."""
        self._closed = True
        self._waiting.clear()
        if self._draining is not None:
            self._draining.cancel()

    def _write(self, text: str) -> None:
        # A task for each send would cost more than the send. Python 3.11 has no eager tasks, so the coroutine is begun
        # by hand: it nearly always ends there; a task continues it only where it waits for a full transport.
        coroutine = self._send(text)
        try:
            awaited = coroutine.send(None)
        except StopIteration:
            return
        except GONE as error:
            self._lose(error)
            return
        self._draining = asyncio.get_running_loop().create_task(self._drain(_resumed(coroutine, awaited)))

    async def _drain(self, begun: Coroutine[Any, Any, None]) -> None:
        try:
            await begun
            while self._waiting:
                await self._send(self._next())
        except GONE as error:
            self._draining = None
            self._lose(error)
        finally:
            self._draining = None

    def _enqueue(self, text: str) -> None:
        self._waiting.append(text)
        self._waiting_bytes += len(text.encode())
        # While the welcome is being read only the bytes count: the client is not the slow one then.
        too_many = len(self._waiting) > settings.LIMITS["socket_frames"] and not self._held
        if too_many or self._waiting_bytes > settings.LIMITS["socket_bytes"]:
            self.close()
            # Not from within a delivery, whose loop over the sockets this would change.
            asyncio.get_running_loop().call_soon(self.listener.must_close, TOO_SLOW)

    def _next(self) -> str:
        text = self._waiting.pop(0)
        self._waiting_bytes -= len(text.encode())
        return text

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
