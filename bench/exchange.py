"""HTTP over connections that stay open, as a proxy in front of a server keeps them, at a fraction of a client library's
price: the load generator shares two cores with what it loads.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import httptools

PATIENCE = 10
"""Seconds until an answer counts as lost."""
REQUEST = "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
BODY = "Content-Type: application/json\r\nContent-Length: {length}\r\n"


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    body: bytes

    def json(self) -> Any:
        """Return the decoded body; raise `RuntimeError` unless the answer is a success."""
        if not 200 <= self.status < 300:
            raise RuntimeError(f"Refused with {self.status}: {self.body[:300]!r}")
        return json.loads(self.body)


class Exchange:
    """Requests to one server, each over a connection that nobody else uses meanwhile."""

    def __init__(self, base: str) -> None:
        self._host = urlsplit(base).netloc
        self._idle: list[_Connection] = []

    async def ask(self, method: str, path: str, token: str, body: object = None) -> Answer:
        """Return the answer; raise `TimeoutError` or `ConnectionError`."""
        request = self._request(method, path, token, body)
        async with asyncio.timeout(PATIENCE):
            while self._idle:
                # A server closes what was idle for long, perhaps just now: then the request was not read.
                if answer := await self._over(self._idle.pop(), request):
                    return answer
            if answer := await self._over(await self._open(), request):
                return answer
        raise ConnectionError("The server closed the connection instead of answering.")

    def close(self) -> None:
        for connection in self._idle:
            connection.abort()

    async def _over(self, connection: "_Connection", request: bytes) -> Answer | None:
        try:
            answer = await connection.ask(request)
        except asyncio.CancelledError:
            connection.abort()
            raise
        if answer and connection.usable:
            self._idle.append(connection)
        return answer

    async def _open(self) -> "_Connection":
        host, _, port = self._host.partition(":")
        loop = asyncio.get_running_loop()
        return (await loop.create_connection(_Connection, host, int(port)))[1]

    def _request(self, method: str, path: str, token: str, body: object) -> bytes:
        head = REQUEST.format(method=method, path=path, host=self._host, token=token)
        content = b"" if body is None else json.dumps(body).encode()
        if content:
            head += BODY.format(length=len(content))
        return f"{head}\r\n".encode() + content


class _Connection(asyncio.Protocol):
    """One request at a time; its answer is None where the connection ended instead."""

    def __init__(self) -> None:
        self.usable = True
        self._parser = httptools.HttpResponseParser(self)
        self._body: list[bytes] = []
        self._answer: asyncio.Future[Answer | None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not asked with isinstance: uvloop's transports derive from none of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    async def ask(self, request: bytes) -> Answer | None:
        if not self.usable:
            return None
        self._body = []
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def abort(self) -> None:
        self.usable = False
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if not self._parser.should_keep_alive():
            self.abort()
        status = self._parser.get_status_code()
        # The next answer needs a parser that has seen nothing.
        self._parser = httptools.HttpResponseParser(self)
        self._give(Answer(status, b"".join(self._body)))

    def connection_lost(self, _exc: Exception | None) -> None:
        self.usable = False
        self._give(None)

    def _give(self, answer: Answer | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_result(answer)
