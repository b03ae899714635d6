"""What is done to Valkey, and to the wires between machines."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.contract.people import PASSWORD, unique
from tests.faults.crowd import Crowd
from tests.faults.fault import Fault, disconnected
from tests.faults.stack import Node, Stack

SLOW_SECONDS = 0.3
CUT_MOST = 6_000
"""Bytes after which a connection is cut at the latest: handshake, welcome and some frames."""
SETUP_SECONDS = 60
LONGEST = "😀" * 4_000
MESSAGES_MOST = 2_000
TOO_SLOW = "4409"
UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


class RedisKilled(Fault[Stack]):
    what = "`kill -9` of Valkey, and its restart"
    seconds = (0.5, 8.0)

    def strike(self) -> None:
        self.place.valkey.kill()

    def heal(self) -> None:
        self.place.run(self.place.valkey)


class RedisFrozen(Fault[Stack]):
    what = "Valkey frozen for 15 s (SIGSTOP)"
    seconds = (6.0, 15.0)

    def strike(self) -> None:
        self.place.valkey.signal(signal.SIGSTOP)

    def heal(self) -> None:
        self.place.valkey.signal(signal.SIGCONT)


class RedisSlow(Fault[Stack]):
    what = "every packet to and from Valkey 300 ms late"
    seconds = (2.0, 15.0)

    def strike(self) -> None:
        self.place.broker.delay = SLOW_SECONDS

    def heal(self) -> None:
        self.place.broker.restore()


class HalfOpen(Fault[Stack]):
    """Left as it is in the end: a client that hears nothing connects anew."""

    what = "the connections of all clients half open: nothing passes, and nobody is told"
    seconds = (0.0, 10.0)
    sign = staticmethod(disconnected)

    def strike(self) -> None:
        for node in self.place.nodes:
            node.wire.half_open()


class FramesCut(Fault[Stack]):
    what = "every connection cut after some random number of bytes, in the middle of frames too"
    seconds = (2.0, 15.0)
    sign = staticmethod(disconnected)

    def strike(self) -> None:
        for node in self.place.nodes:
            node.wire.cut_after(lambda: self.chance.randrange(1, CUT_MOST))
            node.wire.cut_once()

    def heal(self) -> None:
        for node in self.place.nodes:
            node.wire.restore()
            node.wire.cut_once()


class StoppedReading(Fault[Stack]):
    """Somebody whose client reads nothing any more, where much is said: closed with 4409, and nobody waits."""

    what = "a client that stops reading in a busy group"
    seconds = (0.0, 0.0)

    def strike(self) -> None:
        node = self.place.nodes[0]
        with httpx.Client(base_url=node.direct, timeout=SETUP_SECONDS) as http:
            reader, writer = _account(http), _account(http)
            group = _group(http, writer, reader)
            with _deaf(node.direct, reader["access"]):
                self._closed = any(_said(http, writer, group, node) for _ in range(MESSAGES_MOST))

    def problems(self, clients: Crowd) -> list[str]:
        return [] if self._closed else [f"a client that reads nothing was kept for {MESSAGES_MOST} messages"]


def _account(http: httpx.Client) -> dict[str, Any]:
    made = http.post("/api/auth/register", json={"username": unique("deaf"), "password": PASSWORD})
    account: dict[str, Any] = made.raise_for_status().json()
    return account


def _group(http: httpx.Client, writer: dict[str, Any], reader: dict[str, Any]) -> str:
    body = {"kind": "group", "title": "Loud", "members": [reader["user"]["id"]]}
    made = http.post("/api/conversations", json=body, headers=_bearer(writer))
    return str(made.raise_for_status().json()["id"])


def _said(http: httpx.Client, writer: dict[str, Any], group: str, node: Node) -> bool:
    """Say something as long as may be; return whether the one who does not read was closed."""
    made = http.post(f"/api/conversations/{group}/messages", json={"body": LONGEST}, headers=_bearer(writer))
    made.raise_for_status()
    return TOO_SLOW in node.log


def _bearer(account: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {account['access']}"}


@contextmanager
def _deaf(base: str, access: str) -> Iterator[None]:
    """Open a WebSocket with next to no room for what arrives, and read nothing after the handshake."""
    address = urlsplit(base)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(SETUP_SECONDS)
        connection.connect((address.hostname, address.port))
        lines = (
            "GET /ws HTTP/1.1",
            f"Host: {address.netloc}",
            f"Authorization: Bearer {access}",
            *UPGRADE,
            "",
            "",
        )
        connection.sendall("\r\n".join(lines).encode())
        assert connection.recv(12) == b"HTTP/1.1 101"
        yield
