"""Somebody who is none of a run's clients, for what a client library would not do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.contract.people import PASSWORD, unique
from tests.faults.stack import Node

CALL_SECONDS = 60
UPGRADE = (
    "GET /ws HTTP/1.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


@dataclass(frozen=True)
class Outsider:
    """An account, signed in at one process, past its wire."""

    id: str
    username: str
    access: str
    node: Node
    http: httpx.Client

    def group(self, *others: "Outsider") -> str:
        body = {"kind": "group", "title": "Loud", "members": [other.id for other in others]}
        made: dict[str, Any] = self.http.post("/api/conversations", json=body).raise_for_status().json()
        return str(made["id"])

    def handshake(self) -> bytes:
        """Return the request that opens a WebSocket."""
        return self.request(*UPGRADE)

    def request(self, *lines: str, body: bytes = b"") -> bytes:
        """Return a request as it goes over the wire: its first line and headers, and what every request has."""
        host = f"Host: {urlsplit(self.node.direct).netloc}"
        return "\r\n".join([*lines, host, f"Authorization: Bearer {self.access}", "", ""]).encode() + body


@contextmanager
def outsider(node: Node) -> Iterator[Outsider]:
    with httpx.Client(base_url=node.direct, timeout=CALL_SECONDS) as http:
        body = {"username": unique("outsider"), "password": PASSWORD}
        made = http.post("/api/auth/register", json=body).raise_for_status().json()
        http.headers["Authorization"] = f"Bearer {made['access']}"
        yield Outsider(made["user"]["id"], body["username"], made["access"], node, http)
