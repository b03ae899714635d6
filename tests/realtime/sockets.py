"""Sockets over Channels' communicator: the consumer, the hub and the record, without a server."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from channels.testing import WebsocketCommunicator

from apps.accounts.models import User
from apps.accounts.services.sessions import start_session
from apps.accounts.services.tokens import issue_access
from apps.core.threads import run_in_pool
from apps.fanout.hub import local_hub
from apps.realtime.asgi import websocket_application

PATIENCE = 5.0
DENIAL: dict[str, dict[str, str]] = {"websocket.http.response": {}}

Frame = dict[str, Any]


def token_of(user: User) -> str:
    return issue_access(start_session(user, name="test", address=None))


class Socket:
    """One WebSocket as its client sees it."""

    def __init__(
        self,
        query: str,
        *,
        path: str = "/ws",
        headers: dict[str, str] | None = None,
        extensions: dict[str, dict[str, str]] = DENIAL,
    ) -> None:
        encoded = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        self.wire = WebsocketCommunicator(websocket_application, f"{path}?{query}", headers=encoded)
        self.wire.scope["extensions"] = extensions

    async def open(self) -> Frame:
        """Return the welcome."""
        accepted, _ = await self.wire.connect(PATIENCE)
        assert accepted
        return await self.next()

    async def refused(self) -> int:
        """Return the status with which the handshake is refused."""
        await self.wire.send_input({"type": "websocket.connect"})
        start = await self.wire.receive_output(PATIENCE)
        assert start["type"] == "websocket.http.response.start"
        body = json.loads((await self.wire.receive_output(PATIENCE))["body"])
        assert set(body) == {"type", "errors"}
        return int(start["status"])

    async def next(self) -> Frame:
        found: Frame = await self.wire.receive_json_from(PATIENCE)
        return found

    async def expect(self, type_: str) -> Frame:
        """Return the next frame of this type, letting others pass."""
        while True:
            frame = await self.next()
            if frame["type"] == type_:
                return frame

    async def say(self, **frame: object) -> None:
        await self.wire.send_to(text_data=json.dumps(frame))

    async def ask(self, **frame: object) -> Frame:
        """Return the answer to a command, letting other frames pass."""
        await self.say(**frame, ref="asked")
        while True:
            answer = await self.next()
            if answer.get("ref") == "asked":
                return answer

    async def goodbye(self) -> Frame:
        """Return the goodbye, which the close with the same code follows."""
        frame = await self.expect("goodbye")
        close = await self.wire.receive_output(PATIENCE)
        assert (close["type"], close["code"]) == ("websocket.close", frame["code"])
        assert type(close["code"]) is int, "daphne takes no other"
        return frame

    async def leave(self) -> None:
        await self.wire.disconnect(timeout=PATIENCE)


@asynccontextmanager
async def opened(user: User, query: str = "") -> AsyncIterator[Socket]:
    socket = Socket(f"token={await run_in_pool(token_of, user)}&{query}")
    await socket.open()
    try:
        yield socket
    finally:
        await socket.leave()


def run(scenario: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a scenario on a loop of its own, whose hub ends with it."""

    async def whole() -> None:
        try:
            await scenario()
        finally:
            await local_hub().stop()

    asyncio.run(whole())
