"""A WebSocket that only listens, as light as it can be: thousands of them share two cores with the server."""

import asyncio
from urllib.parse import urlsplit

from .seed import Account

REQUEST = (
    "GET /ws?token={token} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
MESSAGE = b'"type":"message"'
WELCOME = b'"type":"welcome"'
AT_ONCE = 20
HEARTBEAT = 25
STILL_HERE = b"\x81\x82\0\0\0\0{}"
"""A frame masked with zeros. It is no command, and so answered without a question to the record: thousands of pings at
once would be a benchmark of their own.
"""


class Audience:
    """Many listeners and how many messages they have heard together."""

    def __init__(self) -> None:
        self.heard = 0
        self.transports: list[asyncio.Transport] = []
        self._wanted = 0
        self._complete = asyncio.Event()
        self._heartbeat: asyncio.TimerHandle | None = None

    async def join(self, base: str, accounts: list[Account], each: int) -> None:
        """Open `each` sockets for everyone and wait for their welcomes."""
        if self._heartbeat is None:
            self._beat()
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._open(base, account, gate) for account in accounts for _ in range(each)))

    async def until(self, heard: int) -> None:
        """Wait until so many messages were heard in all."""
        self._wanted = heard
        self._complete.clear()
        if self.heard < heard:
            await self._complete.wait()

    def count(self, messages: int) -> None:
        self.heard += messages
        if self.heard >= self._wanted:
            self._complete.set()

    def leave(self) -> None:
        if self._heartbeat is not None:
            self._heartbeat.cancel()
        for transport in self.transports:
            transport.abort()

    def _beat(self) -> None:
        for transport in self.transports:
            transport.write(STILL_HERE)
        self._heartbeat = asyncio.get_running_loop().call_later(HEARTBEAT, self._beat)

    async def _open(self, base: str, account: Account, gate: asyncio.Semaphore) -> None:
        netloc = urlsplit(base).netloc
        host, _, port = netloc.partition(":")
        request = REQUEST.format(token=account.access, host=netloc).encode()
        async with gate:
            loop = asyncio.get_running_loop()
            transport, listener = await loop.create_connection(lambda: Listener(self), host, int(port))
            self.transports.append(transport)
            transport.write(request)
            await listener.welcomed


class Listener(asyncio.Protocol):
    """Counts messages by their first words and decodes nothing."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self.welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answer = b""
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        self._answer = self._answer or data.partition(b"\r\n")[0]
        seen = self._rest + data
        self._rest = seen[-len(MESSAGE) + 1 :]
        if not self.welcomed.done() and WELCOME in seen:
            self.welcomed.set_result(None)
        if messages := seen.count(MESSAGE):
            self.audience.count(messages)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.welcomed.done():
            self.welcomed.set_exception(exc or ConnectionError(f"closed after {self._answer!r}"))
