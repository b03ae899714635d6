"""A call that is recorded, and what is sent of it."""

from typing import Any

from django.test import Client

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + bytes(64)


def put(client: Any, call: str, number: int, content: bytes) -> None:
    made = client.post(f"/api/calls/{call}/recording/parts", {"number": number, "size": len(content)})
    assert made.status_code == 200, made.content
    sent = Client(enforce_csrf_checks=True).put(made.json()["url"], content, "application/octet-stream")
    assert sent.status_code < 300, sent.content


def listed(client: Any, call: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = client.get(f"/api/calls/{call}").json()["recordings"]
    return shown
