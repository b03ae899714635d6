"""A WebSocket that talks, as light as it can be: commands with their answers, and a count of the messages heard."""

import asyncio
import json
from itertools import count
from typing import Any, cast
from urllib.parse import urlsplit

from bench.exchange import PATIENCE
from bench.sockets import MESSAGE, REQUEST
from bench.wire import SHORT, TEXT, client_frame

CLOSE, PING, PONG = 8, 9, 10


class Heard:
    """How many messages all sockets have been given."""

    def __init__(self) -> None:
        self.messages = 0


class Socket(asyncio.Protocol):
    """One device's connection. `ask` raises `ConnectionError`, `TimeoutError`, or `RuntimeError` where refused."""

    def __init__(self, heard: Heard) -> None:
        self.epoch = ""
        self._heard = heard
        self._rest = b""
        self._upgraded = False
        self._refs = count()
        self._answers: dict[str, asyncio.Future[Any]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not asked with isinstance: uvloop's transports derive from none of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    @classmethod
    async def open(cls, base: str, access: str, heard: Heard) -> "Socket":
        """Return a connection that was welcomed."""
        netloc = urlsplit(base).netloc
        host, _, port = netloc.partition(":")
        async with asyncio.timeout(PATIENCE):
            loop = asyncio.get_running_loop()
            _, socket = await loop.create_connection(lambda: cls(heard), host, int(port))
            await socket.greet(REQUEST.format(token=access, host=netloc).encode())
        return socket

    async def greet(self, request: bytes) -> None:
        """Ask for the upgrade and wait for the welcome."""
        welcomed = self._answers["welcome"] = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        self.epoch = (await welcomed)["epoch"]

    @property
    def alive(self) -> bool:
        return not self._transport.is_closing()

    async def ask(self, type_: str, **fields: Any) -> Any:
        """Return the answer to this command."""
        ref = str(next(self._refs))
        answer = self._answers[ref] = asyncio.get_running_loop().create_future()
        try:
            self.tell(type_, ref=ref, **fields)
            async with asyncio.timeout(PATIENCE):
                return await answer
        finally:
            self._answers.pop(ref, None)

    def tell(self, type_: str, **fields: Any) -> None:
        """Send a frame that nobody waits for."""
        if not self.alive:
            raise ConnectionError("The socket was closed.")
        self._write(TEXT, json.dumps({"type": type_, **fields}).encode())

    def close(self) -> None:
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if not self._upgraded:
            head, ended, rest = self._rest.partition(b"\r\n\r\n")
            if not ended:
                return
            self._upgraded, self._rest = True, rest
            if b" 101 " not in head:
                self._fail(RuntimeError(f"The handshake was refused: {head[:100]!r}"))
        self._take_frames()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or ConnectionError("The server closed the socket."))

    def _take_frames(self) -> None:
        start = 0
        while (frame := _frame(self._rest, start)) is not None:
            opcode, payload, start = frame
            if opcode == TEXT:
                self._take(payload)
            elif opcode == PING:
                self._write(PONG, payload)
            elif opcode == CLOSE:
                self.close()
        self._rest = self._rest[start:]

    def _take(self, payload: bytes) -> None:
        self._heard.messages += payload.count(MESSAGE)
        # Only answers are worth decoding: they are one frame of very many.
        if b'"ref":' not in payload and "welcome" not in self._answers:
            return
        decoded = json.loads(payload)
        for frame in decoded["frames"] if decoded["type"] == "batch" else [decoded]:
            self._answer("welcome" if frame["type"] == "welcome" else frame.get("ref"), frame)

    def _answer(self, ref: str | None, frame: Any) -> None:
        answer = self._answers.pop(ref, None) if ref else None
        if answer is None or answer.done():
            return
        if frame["type"] == "error":
            answer.set_exception(RuntimeError(f"Refused: {frame}"))
        else:
            answer.set_result(frame)

    def _fail(self, error: Exception) -> None:
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(error)

    def _write(self, opcode: int, payload: bytes) -> None:
        self._transport.write(client_frame(payload, opcode))


def _frame(data: bytes, start: int) -> tuple[int, bytes, int] | None:
    """Return opcode, payload and end of the frame at `start`, or None until it is all there. Servers do not mask."""
    if len(data) < start + 2:
        return None
    size, body = data[start + 1], start + 2
    if size >= SHORT:
        width = 2 if size == SHORT else 8
        size, body = int.from_bytes(data[body : body + width], "big"), body + width
    if len(data) < body + size:
        return None
    return data[start] & 0x0F, data[body : body + size], body + size
