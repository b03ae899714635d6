"""The one load for all contestants: a process of its own with raw sockets on one epoll, told line by line what to do.

Each command is a JSON object on standard input and has one answer on standard output:
`open` connects `count` more, at most `at_once` at a time, to `paths` in turn, and answers when all are `ready`;
`hear` answers once `count` more messages came, with the nanoseconds that they took to every 20th socket;
`cut` resets all connections. What is heard is counted by a mark within each body, and nothing is decoded.
"""

import json
import select
import socket
import struct
import sys
import time
from collections import deque
from typing import Any

from bench.wire import client_frame

MARK = b"bench:"
STAMP_DIGITS = 20
"""Of the monotonic clock in nanoseconds, behind the mark."""
KEPT = len(MARK) - 1
"""Bytes of the last read that may be the beginning of a mark."""
SAMPLED = 20
BUFFER_BYTES = 1 << 20
REQUEST = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
ALIVE_SECONDS = 50.0
"""A Parley server ends who says nothing for 62.5 s; a run that takes no longer than this is not disturbed by it."""
RESET = struct.pack("ii", 1, 0)
ENGINE_PING, ENGINE_PONG = b"\x81\x012", b"3"
"""Engine.IO's heartbeat, which comes from the server; nobody else sends a frame of one digit."""


class Lost(Exception):
    """A server refused a connection or closed one."""


class Client:
    """One socket: connecting, upgrading, greeting, and from then on only heard."""

    __slots__ = ("kept", "path", "ready", "sampled", "seen", "sock", "upgraded")

    def __init__(self, path: str, port: int, *, sampled: bool) -> None:
        self.path = path
        self.sampled = sampled
        self.seen = b""
        self.kept = bytes(KEPT)
        self.upgraded = self.ready = False
        self.sock = socket.socket()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.sock.settimeout(0)
        self.sock.connect_ex(("127.0.0.1", port))


class Load:
    """The sockets and what they have heard together."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._epoll.register(sys.stdin, select.EPOLLIN)
        self._clients: dict[int, Client] = {}
        self._silent: deque[tuple[float, Client]] = deque()
        """Who has to say something, and when, in this order."""
        self._buffer = bytearray(BUFFER_BYTES)
        self._window = memoryview(self._buffer)[KEPT:]
        self._heard = 0
        self._wanted: int | None = None
        self._latencies: list[int] = []
        self._unopened = self._unwelcomed = 0
        self._asked: dict[str, Any] = {}

    def run(self) -> None:
        """Obey until standard input ends."""
        while True:
            for number, events in self._epoll.poll(1.0):
                if number == sys.stdin.fileno():
                    line = sys.stdin.readline()
                    if not line:
                        return
                    self._obey(json.loads(line))
                elif (client := self._clients.get(number)) is not None:
                    self._receive(client, events)
            self._stay_alive(time.monotonic())
            if self._wanted is not None and self._heard >= self._wanted:
                self._tell()

    def _obey(self, asked: dict[str, Any]) -> None:
        match asked["do"]:
            case "open":
                self._asked = asked
                self._unopened = self._unwelcomed = asked["count"]
                for _ in range(asked["at_once"]):
                    self._open_next()
            case "hear":
                self._wanted = asked["count"]
            case "cut":
                for client in self._clients.values():
                    client.sock.close()
                self._clients.clear()
                self._silent.clear()
                _answer({})

    def _open_next(self) -> None:
        if not self._unopened:
            return
        self._unopened -= 1
        turn, paths = len(self._clients), self._asked["paths"]
        client = Client(paths[turn % len(paths)], self._asked["port"], sampled=turn % SAMPLED == 0)
        self._clients[client.sock.fileno()] = client
        self._epoll.register(client.sock, select.EPOLLOUT)

    def _receive(self, client: Client, events: int) -> None:
        if client.ready:
            self._hear(client)
        else:
            self._advance(client, events)

    def _advance(self, client: Client, events: int) -> None:
        if events & select.EPOLLOUT:
            request = REQUEST.format(path=client.path, port=self._asked["port"])
            client.sock.sendall(request.encode())
            self._epoll.modify(client.sock, select.EPOLLIN)
            return
        received = client.sock.recv(BUFFER_BYTES)
        client.seen += received
        if not received or not b"HTTP/1.1 101".startswith(client.seen[:12]):
            raise Lost(client.seen[:400])
        if not client.upgraded and b"\r\n\r\n" in client.seen:
            client.upgraded = True
            if self._asked["hello"]:
                client.sock.sendall(client_frame(self._asked["hello"].encode()))
        if client.upgraded and self._asked["ready"].encode() in client.seen:
            self._welcome(client)

    def _welcome(self, client: Client) -> None:
        client.ready = True
        self._heard += client.seen.count(MARK)
        client.kept, client.seen = client.seen[-KEPT:], b""
        if self._asked["alive"]:
            self._silent.append((time.monotonic() + ALIVE_SECONDS, client))
        self._unwelcomed -= 1
        self._open_next()
        if not self._unwelcomed:
            _answer({})

    def _hear(self, client: Client) -> None:
        size = client.sock.recv_into(self._window)
        if not size:
            raise Lost("closed by the server")
        buffer, end = self._buffer, size + KEPT
        buffer[:KEPT] = client.kept
        self._heard += buffer.count(MARK, 0, end)
        client.kept = bytes(buffer[size:end])
        if client.sampled:
            self._note_latencies(end)
        if buffer.find(ENGINE_PING, KEPT, end) >= 0:
            client.sock.sendall(client_frame(ENGINE_PONG))

    def _stay_alive(self, now: float) -> None:
        while self._silent and self._silent[0][0] <= now:
            _, client = self._silent.popleft()
            client.sock.sendall(client_frame(self._asked["alive"].encode()))
            self._silent.append((now + ALIVE_SECONDS, client))

    def _note_latencies(self, end: int) -> None:
        now, at = time.monotonic_ns(), 0
        while (at := self._buffer.find(MARK, at, end)) >= 0:
            at += len(MARK)
            stamp = self._buffer[at : min(end, at + STAMP_DIGITS)]
            if len(stamp) == STAMP_DIGITS:
                self._latencies.append(now - int(stamp))

    def _tell(self) -> None:
        assert self._wanted is not None
        self._heard -= self._wanted
        self._wanted = None
        latencies, self._latencies = self._latencies, []
        _answer({"latencies": latencies})


def _answer(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    Load().run()
