"""HTTP/1.1 over connections that stay open, for many threads at a time."""

import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

TIMEOUT = 2.0
"""Seconds to connect, and between two pieces of an answer, which DynamoDB gives within 10 ms and the gateway in 100."""


class Unreachable(OSError):
    """No answer came; the request may have been carried out or not."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Message = field(default_factory=Message)


class Wire:
    """The open connections to some hosts; each is one thread's while it asks."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._idle: dict[str, list[HTTPConnection]] = {}

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return the answer, whatever its status. Raises `Unreachable`."""
        parts = urlsplit(url)
        connection = self._taken(parts)
        if connection is not None:
            try:
                return self._exchange(connection, parts, method, headers, body)
            except (OSError, HTTPException):
                # It was closed while nobody used it, as all are when Lambda freezes a process for minutes.
                connection.close()
        connection = _connection(parts, self._timeout)
        try:
            return self._exchange(connection, parts, method, headers, body)
        except (OSError, HTTPException) as error:
            connection.close()
            raise Unreachable(f"{parts.netloc}: {error!r}") from error

    def close(self) -> None:
        """Close what nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for connection in (connection for connections in idle.values() for connection in connections):
            connection.close()

    def _exchange(
        self,
        connection: HTTPConnection,
        parts: SplitResult,
        method: str,
        headers: Mapping[str, str],
        body: bytes,
    ) -> Answer:
        if connection.sock is None:
            connection.connect()
        # In one piece, which http.client sends in two: to send is most of what a request costs.
        connection.sock.sendall(_request(parts, method, headers, body))
        with HTTPResponse(connection.sock, method=method) as response:
            response.begin()
            answer = Answer(response.status, response.read(), response.headers)
        if response.will_close:
            connection.close()
        else:
            with self._lock:
                self._idle.setdefault(_origin(parts), []).append(connection)
        return answer

    def _taken(self, parts: SplitResult) -> HTTPConnection | None:
        with self._lock:
            idle = self._idle.get(_origin(parts))
            return idle.pop() if idle else None


def _request(parts: SplitResult, method: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a request with `headers`, which name the host."""
    path = parts.path or "/"
    lines = [
        f"{method} {path}?{parts.query} HTTP/1.1" if parts.query else f"{method} {path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, f"content-length: {len(body)}", "\r\n"]).encode("latin-1") + body


def _origin(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}"


def _connection(parts: SplitResult, timeout: float) -> HTTPConnection:
    if parts.scheme == "https":
        return HTTPSConnection(parts.hostname or "", parts.port, timeout=timeout, context=_context())
    return HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)


@cache
def _context() -> ssl.SSLContext:
    # Made once: to read the authorities takes 15 ms.
    return ssl.create_default_context()
