"""Refuses HTTP bodies that are too large while they arrive.

Django's ASGI handler writes a body of any size to a temporary file before anybody may look at its length.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    HTTPScope,
    Scope,
)
from django.conf import settings

from apps.core import strictjson
from apps.core.api_errors import error_body
from apps.core.errors import STATUS, TooLarge

Application = Callable[[Any, Any, Any], Awaitable[None]]
Most = Callable[[HTTPScope], int | None]

DISCARDED_BYTES = 4 * 1024 * 1024
"""Most clients read no answer before they have sent all: this much is read and thrown away before the answer."""


def bounded(application: Application, most: Most) -> Application:
    """Return the HTTP `application`, to which no more of a body is given than `most` says: 413 beyond.

    Where it says None that is `LIMITS["body_bytes"]`.
    """

    async def guarded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "http":
            allowed = most(scope)
            bytes_ = settings.LIMITS["body_bytes"] if allowed is None else allowed
            await _Exchange(receive, send, bytes_).run(application, scope)
        else:
            await application(scope, receive, send)

    return guarded


class _Exchange:
    """One request: counts what arrives, and answers in the application's place once it is too much."""

    def __init__(self, receive: ASGIReceiveCallable, send: ASGISendCallable, most: int) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._arrived = 0
        self._more = True

    async def run(self, application: Application, scope: HTTPScope) -> None:
        if _announced(scope) <= self._most:
            await application(scope, self._receive_bounded, self._send_unless_refused)
        else:
            self._arrived = self._most + 1
        if self._too_large():
            await self._discard()
            await self._refuse()

    def _too_large(self) -> bool:
        return self._arrived > self._most

    async def _receive_bounded(self) -> ASGIReceiveEvent:
        event: Any = await self._receive()
        self._arrived += len(event.get("body", b""))
        self._more = event.get("more_body", False)
        # As if the client had gone: the application has no answer for what it will never see whole.
        return {"type": "http.disconnect"} if self._too_large() else event

    async def _send_unless_refused(self, event: ASGISendEvent) -> None:
        if not self._too_large():
            await self._send(event)

    async def _discard(self) -> None:
        while self._more and self._arrived < DISCARDED_BYTES:
            await self._receive_bounded()

    async def _refuse(self) -> None:
        error = TooLarge()
        body = strictjson.encode(error_body(error))
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await self._send(
            {
                "type": "http.response.start",
                "status": STATUS[error.code],
                "headers": headers,
                "trailers": False,
            }
        )
        await self._send({"type": "http.response.body", "body": body, "more_body": False})


def _announced(scope: HTTPScope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    # The server has checked that it is a number; a body in chunks announces none.
    return int(lengths[0]) if lengths else 0
