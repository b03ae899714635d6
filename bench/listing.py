"""The list of conversations of somebody who has read nothing in 200 of them, which hold 100,000 messages of others."""

import time

import httpx

from tests.live import Installation

from .figure import Figure, percentile
from .seed import Account, accounts, fill

CONVERSATIONS = 200
MESSAGES_EACH = 500
REQUESTS = 100


def measure(stage: Installation) -> list[Figure]:
    """Return the time of the first page, at the default size and the largest."""
    reader, writer = accounts(2)
    with stage.server() as server, _client(server.base, writer) as http:
        body = {"kind": "group", "title": "bench", "members": [reader.id]}
        made = [
            str(http.post("/api/conversations", json=body).raise_for_status().json()["id"])
            for _ in range(CONVERSATIONS)
        ]
        fill(made, MESSAGES_EACH)
        http.headers["Authorization"] = f"Bearer {reader.access}"
        return [
            Figure(
                f"conversation list ({size} of 200, 100,000 messages), p95",
                f"{_p95(http, size):.0f} ms",
                "≤ 50 ms",
            )
            for size in (50, 100)
        ]


def _client(base: str, account: Account) -> httpx.Client:
    headers = {"Authorization": f"Bearer {account.access}"}
    return httpx.Client(base_url=base, headers=headers, timeout=30)


def _p95(http: httpx.Client, size: int) -> float:
    times = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        http.get("/api/conversations", params={"limit": size}).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return percentile(times, 0.95)
