"""uvicorn's WebSocket protocol with a shorter way out, for whoever runs with `UVICORN_WS` naming `FramedProtocol`.

The application is offered the extension `parley.frames`: what it writes there is put on the wire as it is, so that a
frame for many sockets is made once; and what is due to a socket within one turn of the event loop leaves in one write.
"""

import asyncio
import socket
from asyncio.transports import BaseTransport
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from apps.fanout.payload import EXTENSION

from .waiting import Gate, Inbox

AT_ONCE_BYTES = 64 * 1024
"""What waits for the end of the turn at most: beyond it the transport is to say whether it is full."""
KERNEL_BYTES = 64 * 1024
"""SO_SNDBUF, of which Linux makes twice as much for its own needs. Left to itself it grows to 4 MiB for a client that
reads nothing (tcp(7), tcp_wmem)."""


class FramedProtocol(WebSocketsSansIOProtocol):
    """One connection. Frames written here and messages sent by ASGI keep their order.

    Nothing is compressed (docs/adr/0011-compression.md). What an idle connection needs not is let go of, and uvicorn's
    pings with their timer a socket are left out: clients say something every 25 s, or are ended as silent.
    """

    def __init__(self, config: Any, *args: Any, **kwargs: Any) -> None:
        config.ws_per_message_deflate = False
        config.ws_ping_interval = None
        super().__init__(config, *args, **kwargs)
        self.queue = Inbox()  # type: ignore[assignment]  # what uvicorn asks of a queue, and no more
        self.writable = Gate()  # type: ignore[assignment]
        self.full = False
        """Whether the transport wants nothing more for now."""
        self._due: list[bytes] = []
        self._due_bytes = 0

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:  # noqa: PLR2004 (switching protocols)
            # The application's task was made, and begins in another turn.
            self.scope["extensions"] = {**(self.scope["extensions"] or {}), EXTENSION: {"transport": self}}

    def pause_writing(self) -> None:
        super().pause_writing()
        self.full = True

    def resume_writing(self) -> None:
        super().resume_writing()
        self.full = False

    async def room(self) -> None:
        """Wait until the transport is not full."""
        await self.writable.wait()

    def write(self, frame: bytes) -> None:
        """Put one whole frame on the wire, at the latest in this turn's end; on a lost connection nowhere."""
        if not self._due:
            if not _waiting:
                asyncio.get_running_loop().call_soon(_flush_all)
            _waiting.append(self)
        self._due.append(frame)
        self._due_bytes += len(frame)
        if self._due_bytes > AT_ONCE_BYTES:
            self.flush()

    def abort(self) -> None:
        """End the connection now: closed, it would wait for ever for a client that reads nothing."""
        self.transport.abort()

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
        if message["type"] == "websocket.accept":
            self._forget_handshake()

    def _forget_handshake(self) -> None:
        # Five kilobytes, the token among them, that the coroutines of a connection would hold as long as it lasts.
        del self.request, self.response
        self.scope["headers"] = []
        self.scope["query_string"] = b""


_waiting: list[FramedProtocol] = []
"""The connections that have something due at the end of this turn: one callback for all of them."""


def _flush_all() -> None:
    waiting = _waiting.copy()
    _waiting.clear()
    for protocol in waiting:
        protocol.flush()
