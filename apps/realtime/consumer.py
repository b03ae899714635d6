"""A thin adapter between an ASGI server and `SocketConnection`."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from apps.core.errors import ParleyError, Unavailable
from apps.core.ids import new_id
from apps.core.logs import log_context
from apps.core.threads import run_in_pool

from . import handshake
from .connection import SocketConnection
from .drain import drain_before_stopping
from .frames import CloseCode
from .open_sockets import OpenSockets, open_sockets

logger = logging.getLogger("parley.socket")

NO_CLOSE_CODE = 1005


Message = MutableMapping[str, Any]


class SocketConsumer:
    """One WebSocket. Its frames are answered one after another; what is pushed to it does not wait for that.

    No Channels consumer: those keep a second task for each socket, and hop to a thread for each message to close
    database connections that are none here.
    """

    def __init__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._task = asyncio.current_task()
        self._connection: SocketConnection | None = None
        self._sockets: OpenSockets = open_sockets()
        self._id = str(new_id())
        self._began = time.monotonic()
        self._dropped = False

    async def run(self) -> None:
        """Serve the socket until its client has left."""
        with log_context(connection=self._id):
            try:
                await self._serve()
            except asyncio.CancelledError:
                if not self._dropped or self._task is None or self._connection is None:
                    raise
                self._task.uncancel()
                self._log_end(self._connection, NO_CLOSE_CODE)
            finally:
                await self._forget()

    async def _serve(self) -> None:
        await self._receive()
        connection = await self._connect()
        while connection is not None:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                self._log_end(connection, message.get("code") or NO_CLOSE_CODE)
                return
            await connection.received(message.get("text"))

    async def _connect(self) -> SocketConnection | None:
        try:
            connection, welcome = await self._prepare()
        except ParleyError as error:
            for message in handshake.refusal(error, self._scope):
                await self._send(message)
            logger.info("socket refused: %s", error.code)
            return None
        await self._send({"type": "websocket.accept"})
        self._sockets.add(connection)
        user = connection.subscriber.user
        logger.info("socket %s of user %s opened", self._id, user, extra={"user_id": user})
        await connection.begin(welcome)
        if self._sockets.draining:
            connection.end(CloseCode.RESTARTING)
        return connection

    async def _prepare(self) -> tuple[SocketConnection, str]:
        if self._sockets.draining:
            raise Unavailable("The server restarts.")
        drain_before_stopping(self._sockets)
        asked = handshake.read(self._scope)
        identity = await run_in_pool(handshake.identify, asked)
        connection = self._connection = SocketConnection(
            self._id, identity, self, handshake.transport_of(self._scope)
        )
        return connection, await connection.prepare(asked.room)

    async def write(self, text: str) -> None:
        await self._send({"type": "websocket.send", "text": text})

    async def close(self, code: int) -> None:
        # An int and nothing derived from it: daphne takes no other.
        await self._send({"type": "websocket.close", "code": int(handshake.close_code(code, self._scope))})

    def drop(self) -> None:
        """End the application: the server then closes the socket, or has done so."""
        if (transport := handshake.transport_of(self._scope)) is not None:
            transport.abort()
        if self._task is not None:
            self._dropped = True
            self._task.cancel()

    async def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._sockets.discard(connection)
            await connection.detach(draining=self._sockets.draining)

    def _log_end(self, connection: SocketConnection, code: int) -> None:
        ended_with = connection.ended_with or code
        user, seconds = connection.subscriber.user, time.monotonic() - self._began
        logger.info(
            "socket %s of user %s closed: %s after %.1f s",
            self._id,
            user,
            ended_with,
            seconds,
            extra={"user_id": user, "status": ended_with},
        )
