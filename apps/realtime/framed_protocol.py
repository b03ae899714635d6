"""uvicorn's WebSocket protocol with a shorter way out, for whoever runs with `UVICORN_WS` naming `FramedProtocol`.

The application is offered the extension `parley.frames`: what it writes there is put on the wire as it is, so that a
frame for many sockets is made once; and what is due to a socket within one turn of the event loop leaves in one write.
"""

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from apps.fanout.payload import EXTENSION

AT_ONCE_BYTES = 64 * 1024
"""What waits for the end of the turn at most: beyond it the transport is to say whether it is full."""


class FramedProtocol(WebSocketsSansIOProtocol):
    """One connection. Frames written here and messages sent by ASGI keep their order.

    Nothing is compressed: it costs more CPU than all the rest of a delivery (docs/benchmarks.md).
    """

    def __init__(self, config: Any, *args: Any, **kwargs: Any) -> None:
        config.ws_per_message_deflate = False
        super().__init__(config, *args, **kwargs)
        self._due: list[bytes] = []
        self._due_bytes = 0

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:  # noqa: PLR2004 (switching protocols)
            # The application's task was made, and begins in another turn.
            self.scope["extensions"] = {**(self.scope["extensions"] or {}), EXTENSION: {"transport": self}}

    @property
    def full(self) -> bool:
        """Whether the transport wants nothing more for now."""
        return not self.writable.is_set()

    async def room(self) -> None:
        """Wait until the transport is not full."""
        await self.writable.wait()

    def write(self, frame: bytes) -> None:
        """Put one whole frame on the wire, at the latest in this turn's end; on a lost connection nowhere."""
        if not self._due:
            _flushes.add(self)
        self._due.append(frame)
        self._due_bytes += len(frame)
        if self._due_bytes > AT_ONCE_BYTES:
            self.flush()

    def flush(self) -> None:
        """Put what is due on the wire now."""
        if not self._due:
            return
        due = b"".join(self._due)
        self._due.clear()
        self._due_bytes = 0
        if not (self.close_sent or self.disconnected or self.transport.is_closing()):
            self.transport.write(due)

    async def send(self, message: Any) -> None:
        self.flush()
        await super().send(message)


class _Flushes:
    """The connections that have something due at the end of this turn: one callback for all of them."""

    def __init__(self) -> None:
        self._waiting: list[FramedProtocol] = []

    def add(self, protocol: FramedProtocol) -> None:
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._flush)
        self._waiting.append(protocol)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for protocol in waiting:
            protocol.flush()


_flushes = _Flushes()
