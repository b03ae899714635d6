"""The Channels consumer: a thin adapter between an ASGI server and `SocketConnection`."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer

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


class SocketConsumer(AsyncConsumer):  # type: ignore[misc]  # Channels has no types
    """One WebSocket. Its frames are answered one after another; what is pushed to it does not wait for that."""

    # An alias that no layer has: the hub owns the process's one channel, and consumers join nothing.
    channel_layer_alias = "none"

    def __init__(self) -> None:
        self._connection: SocketConnection | None = None
        self._sockets: OpenSockets = open_sockets()
        self._id = str(new_id())
        self._began = time.monotonic()
        self._dropped = False

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        self._task = asyncio.current_task()
        with log_context(connection=self._id):
            try:
                await super().__call__(scope, receive, send)
            except asyncio.CancelledError:
                if not self._dropped or self._task is None:
                    raise
                self._task.uncancel()
            finally:
                await self._forget()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Pass one ASGI event on.

        Channels' own dispatch hops to a thread for every message, to close database connections that are none here.
        """
        match message["type"]:
            case "websocket.connect":
                await self._connect()
            case "websocket.receive" if self._connection is not None:
                await self._connection.received(message.get("text"))
            case "websocket.disconnect":
                self._log_end(message.get("code") or NO_CLOSE_CODE)
                raise StopConsumer

    async def _connect(self) -> None:
        try:
            connection, welcome = await self._prepare()
        except ParleyError as error:
            for message in handshake.refusal(error, self.scope):
                await self.send(message)
            logger.info("socket refused: %s", error.code)
            raise StopConsumer from None
        await self.send({"type": "websocket.accept"})
        self._sockets.add(connection)
        user = connection.subscriber.user
        logger.info("socket %s of user %s opened", self._id, user, extra={"user_id": user})
        await connection.begin(welcome)
        if self._sockets.draining:
            connection.end(CloseCode.RESTARTING)

    async def _prepare(self) -> tuple[SocketConnection, str]:
        if self._sockets.draining:
            raise Unavailable("The server restarts.")
        drain_before_stopping(self._sockets)
        asked = handshake.read(self.scope)
        identity = await run_in_pool(handshake.identify, asked)
        connection = self._connection = SocketConnection(
            self._id, identity, self, handshake.transport_of(self.scope)
        )
        return connection, await connection.prepare(asked.room)

    async def write(self, text: str) -> None:
        await self.base_send({"type": "websocket.send", "text": text})

    async def close(self, code: int) -> None:
        # An int and nothing derived from it: daphne takes no other.
        await self.base_send({"type": "websocket.close", "code": int(handshake.close_code(code, self.scope))})

    def drop(self) -> None:
        """End the application: the server then closes the socket."""
        if self._task is not None:
            self._dropped = True
            self._task.cancel()

    async def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._sockets.discard(connection)
            await connection.detach(draining=self._sockets.draining)

    def _log_end(self, code: int) -> None:
        if self._connection is not None:
            ended_with = self._connection.ended_with or code
            user, seconds = self._connection.subscriber.user, time.monotonic() - self._began
            logger.info(
                "socket %s of user %s closed: %s after %.1f s",
                self._id,
                user,
                ended_with,
                seconds,
                extra={"user_id": user, "status": ended_with},
            )
