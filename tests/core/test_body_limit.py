"""A body that is too large is refused while it arrives, not after it filled the disk."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from pytest_django import Settings

from apps.core.body_limit import bounded

# asgiref's testing module has no types.
Communicator: Any = ApplicationCommunicator


class Upload:
    """An application that reads its request to the end, as Django's ASGI handler does."""

    def __init__(self) -> None:
        self.seen = 0
        self.last = ""

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:
        more = True
        while more:
            event = await receive()
            self.last = event["type"]
            self.seen += len(event.get("body", b""))
            more = event.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


async def answered(
    upload: Upload, *pieces: int, announced: int | None = None, allowed: int | None = None
) -> tuple[int, bytes]:
    headers = [] if announced is None else [(b"content-length", str(announced).encode())]
    client: Any = Communicator(bounded(upload, lambda _: allowed), {"type": "http", "headers": headers})
    for turn, size in enumerate(pieces, start=1):
        await client.send_input(
            {"type": "http.request", "body": b"x" * size, "more_body": turn < len(pieces)}
        )
    start: Any = await client.receive_output()
    body: Any = await client.receive_output()
    await client.wait()
    return start["status"], body["body"]


def most(settings: Settings) -> int:
    return int(settings.LIMITS["body_bytes"])


def test_a_body_of_the_limit_passes(settings: Settings) -> None:
    upload = Upload()
    limit = most(settings)
    assert asyncio.run(answered(upload, limit - 1, 1, announced=limit)) == (200, b"done")
    assert upload.seen == limit


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in chunks"])
def test_a_larger_one_is_too_large(settings: Settings, *, announced: bool) -> None:
    upload = Upload()
    limit = most(settings)
    status, body = asyncio.run(answered(upload, limit, 1, announced=limit + 1 if announced else None))
    assert (status, json.loads(body)["errors"][0]["code"]) == (413, "too_large")
    assert upload.seen <= limit
    assert upload.last == ("" if announced else "http.disconnect")


def test_some_addresses_take_more_or_less(settings: Settings) -> None:
    limit = most(settings)
    assert asyncio.run(answered(Upload(), limit, limit, allowed=2 * limit)) == (200, b"done")
    assert asyncio.run(answered(Upload(), 1, allowed=0))[0] == 413
