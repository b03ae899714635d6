"""A double of API Gateway and of Lambda's runtime, with faults on demand: an ASGI application that uvicorn runs.

HTTP requests and WebSockets become the events that API Gateway sends. Whoever asks `/2018-06-01/runtime/…`, Lambda's
own interface, is given them one at a time, and as many are carried out side by side as there are askers.
`/@connections/…` is the management of connections. `/faults` says what shall go wrong, `/invoke` calls the function.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

import asyncio
import base64
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from itertools import count
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

STAGE = "test"
FRAME_BYTES = 128 * 1024
INTEGRATION_SECONDS = 29.0
"""An integration that takes longer is given up."""


class Runtime:
    """The events that wait for a function, and those that one works on."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self._results: dict[str, asyncio.Future[Any]] = {}
        self._ids = (f"request-{number}" for number in count(1))
        self.asking = 0
        """Functions that wait for an event."""

    async def invoke(self, event: dict[str, Any]) -> Any:
        """Return what a function answers; None if none does in time, or it died."""
        request = next(self._ids)
        self._results[request] = asyncio.get_running_loop().create_future()
        await self._waiting.put((request, event))
        try:
            return await asyncio.wait_for(self._results[request], INTEGRATION_SECONDS)
        except TimeoutError:
            return None
        finally:
            del self._results[request]

    async def next(self) -> tuple[str, dict[str, Any]]:
        return await self._waiting.get()

    def answered(self, request: str, result: Any) -> None:
        if (future := self._results.get(request)) is not None and not future.done():
            future.set_result(result)


class Faults:
    """What shall go wrong, until something else is said."""

    def __init__(self) -> None:
        self.twice = False
        """Each frame's event comes twice."""
        self.throttled = 0
        """So many posts are refused with 429."""
        self.gone: set[str] = set()
        """Connections that are gone, although nobody has been told."""

    def set(self, said: dict[str, Any]) -> None:
        self.twice = said.get("twice", self.twice)
        self.throttled = said.get("throttled", self.throttled)
        self.gone |= set(said.get("gone", ()))


class Gateway:
    def __init__(self) -> None:
        self.runtime = Runtime()
        self.faults = Faults()
        self.connections: dict[str, asyncio.Queue[str | None]] = {}
        self.posts: list[int] = []
        """The size in bytes of each text that was posted."""

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await Socket(self, f"{uuid4().hex[:16]}=", scope, receive, send).run()
        elif scope["type"] == "http":
            body = await _body(receive)
            if scope["path"].endswith("/next"):
                await self._hand_out(receive, send)
                return
            status, headers, content = await self._answer(scope, body)
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": content})

    async def _answer(self, scope: Message, body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        path = scope["path"]
        if path.startswith("/2018-06-01/runtime/invocation/"):
            request, outcome = path.removeprefix("/2018-06-01/runtime/invocation/").split("/")
            self.runtime.answered(request, json.loads(body) if outcome == "response" else None)
            return 202, [], b""
        if path.startswith("/@connections/"):
            return self._manage(scope["method"], path.removeprefix("/@connections/"), body), [], b""
        if path == "/faults":
            self.faults.set(json.loads(body))
            return 200, [], json.dumps({"posts": self.posts, "asking": self.runtime.asking}).encode()
        if path == "/invoke":
            return 200, [], json.dumps(await self.runtime.invoke(json.loads(body))).encode()
        return _http_answer(await self.runtime.invoke(_http_event(scope, body)))

    async def _hand_out(self, receive: Receive, send: Send) -> None:
        """Give a function its next event, unless it dies before there is one."""
        waiting, leaving = asyncio.ensure_future(self.runtime.next()), asyncio.ensure_future(receive())
        self.runtime.asking += 1
        await asyncio.wait([waiting, leaving], return_when=asyncio.FIRST_COMPLETED)
        self.runtime.asking -= 1
        leaving.cancel()
        if not waiting.done():
            waiting.cancel()
            return
        request, event = waiting.result()
        headers = [(b"lambda-runtime-aws-request-id", request.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(event).encode()})

    def _manage(self, method: str, connection: str, body: bytes) -> int:
        if self.faults.throttled > 0:
            self.faults.throttled -= 1
            return 429
        frames = self.connections.get(connection)
        if frames is None or connection in self.faults.gone:
            return 410
        if len(body) > FRAME_BYTES:
            return 413
        self.posts.append(len(body))
        frames.put_nowait(body.decode() if method == "POST" else None)
        return 200


class Socket:
    """One connection of a client."""

    def __init__(self, gateway: Gateway, id_: str, scope: Message, receive: Receive, send: Send) -> None:
        self._gateway = gateway
        self._id = id_
        self._scope = scope
        self._receive = receive
        self._send = send
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()
        self._messages = count(1)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self) -> None:
        await self._receive()
        answer = await self._gateway.runtime.invoke(self._event("CONNECT", "$connect"))
        status = answer["statusCode"] if isinstance(answer, dict) else 500
        if status != 200:
            await self._send({"type": "websocket.http.response.start", "status": status, "headers": []})
            await self._send({"type": "websocket.http.response.body", "body": b""})
            return
        await self._send({"type": "websocket.accept"})
        self._gateway.connections[self._id] = self._frames
        sending = asyncio.create_task(self._post())
        await self._hear()
        del self._gateway.connections[self._id]
        sending.cancel()
        await self._gateway.runtime.invoke(self._event("DISCONNECT", "$disconnect"))

    async def _hear(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return
            # Binary frames arrive as the text of their base64, as the gateway passes them on.
            text = message.get("text")
            body = base64.b64encode(message["bytes"]).decode() if text is None else text
            event = self._event("MESSAGE", _route(body), body)
            for _ in range(2 if self._gateway.faults.twice else 1):
                task = asyncio.create_task(self._gateway.runtime.invoke(event))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _post(self) -> None:
        while (text := await self._frames.get()) is not None:
            await self._send({"type": "websocket.send", "text": text})
        await self._send({"type": "websocket.close", "code": 1000})

    def _event(self, kind: str, route: str, body: str | None = None) -> dict[str, Any]:
        host, port = self._scope["client"]
        return {
            "headers": {name.decode(): value.decode() for name, value in self._scope["headers"]},
            "queryStringParameters": _query(self._scope) or None,
            "requestContext": {
                "routeKey": route,
                "eventType": kind,
                "connectionId": self._id,
                "messageId": f"{self._id}{next(self._messages)}",
                "requestId": f"{self._id}{port}",
                "apiId": "double",
                "stage": STAGE,
                "identity": {"sourceIp": host},
            },
            "isBase64Encoded": False,
            **({} if body is None else {"body": body}),
        }


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _query(scope: Message) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(scope["query_string"].decode()).items()}


def _route(body: str) -> str:
    try:
        return str(json.loads(body)["type"])
    except (ValueError, TypeError, KeyError):
        return "$default"


def _http_event(scope: Message, body: bytes) -> dict[str, Any]:
    """Return an event of an HTTP API, version 2.0 of the payload."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode().lower()
        headers[key] = f"{headers[key]},{value.decode()}" if key in headers else value.decode()
    return {
        "version": "2.0",
        "rawPath": scope["path"],
        "rawQueryString": scope["query_string"].decode(),
        "headers": headers,
        "requestContext": {
            "stage": "$default",
            "timeEpoch": int(time.time() * 1000),
            "http": {"method": scope["method"], "path": scope["path"], "sourceIp": scope["client"][0]},
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def _http_answer(answer: Any) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    if not isinstance(answer, dict):
        return 502, [], b""
    headers = [(name.lower().encode(), str(value).encode()) for name, value in answer["headers"].items()]
    headers += [(b"set-cookie", cookie.encode()) for cookie in answer.get("cookies", ())]
    body = answer.get("body") or ""
    return (
        answer["statusCode"],
        headers,
        base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode(),
    )


application = Gateway()
