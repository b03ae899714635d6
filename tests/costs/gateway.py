"""What AWS calls the Lambda function with: events of the WebSocket API, messages of the queues, the schedule."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest import mock

from apps.core.aws.wire import Answer, Wire
from apps.outbox import claims, sql
from apps.outbox.handlers import NotNow, registered
from apps.realtime.gateway.invocation import invocation
from chatproject.lambda_function import handler

API = {
    "apiId": "a1b2c3d4e5",
    "domainName": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
    "stage": "production",
}
ADDRESS = "203.0.113.7"
ROUTES = {"CONNECT": "$connect", "DISCONNECT": "$disconnect", "MESSAGE": "$default"}
CONNECTIONS = "/%40connections/"
"""In the address of a post."""
LATER = "STATEMENT_TIMESTAMP() + INTERVAL '2 days'"
_messages = count(1)
_posted: deque[bytes] = deque(maxlen=100)


@contextmanager
def posts_taken() -> Iterator[None]:
    """Answer whatever is posted to a connection, none of which is more than a name."""
    ask = Wire.ask

    def taken(wire: Wire, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if CONNECTIONS not in url:
            return ask(wire, method, url, headers, body)
        _posted.append(body)
        return Answer(200, b"")

    with mock.patch.object(Wire, "ask", taken):
        yield


def heard(type_: str) -> dict[str, Any]:
    """Return the last frame of a type that was posted to anybody."""
    frames = (frame for body in reversed(_posted) for frame in _frames(body))
    return next(frame for frame in frames if frame["type"] == type_)


def _frames(body: bytes) -> list[dict[str, Any]]:
    frame = json.loads(body)
    return frame["frames"] if frame["type"] == "batch" else [frame]


def deliver(kind: str, connection: str, *, body: str = "", query: Mapping[str, str] | None = None) -> None:
    """Give the function one event of a socket, which it takes."""
    context = {
        **API,
        "eventType": kind,
        "routeKey": ROUTES[kind],
        "connectionId": connection,
        "requestId": f"request{next(_messages)}",
        "messageId": f"message{next(_messages)}",
        "identity": {"sourceIp": ADDRESS, "userAgent": "test"},
    }
    headers = {"Host": API["domainName"], "User-Agent": "test"}
    answer = _handled(
        {
            "requestContext": context,
            "headers": headers,
            "queryStringParameters": dict(query or {}),
            "body": body,
            "isBase64Encoded": False,
        }
    )
    assert answer["statusCode"] == 200, answer


def scheduled(name: str) -> None:
    """Give the function what EventBridge gives it."""
    handler({"parley": name}, None)


def queued(body: str) -> None:
    """Give the function one message of a queue, which it takes."""
    assert _handled({"Records": [{"messageId": "1", "body": body}]}) == {"batchItemFailures": []}


def worked(kind: str) -> None:
    """Do all of a kind that the outbox holds as the worker does, days later: on this thread, where it is counted."""
    handler = next(handler for handler in registered() if handler.kind == kind)
    with mock.patch.object(sql, "now", return_value=LATER), invocation():
        for job in claims.claim({kind: 100}):
            try:
                handler.work([job])
            except NotNow as later:
                claims.put_off([job], later.seconds, counted=False)
            else:
                handler.take([job])


def _handled(event: Mapping[str, Any]) -> dict[str, Any]:
    answer = handler(event, None)
    assert isinstance(answer, dict)
    return answer
