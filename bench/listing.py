"""The list of conversations of somebody in 200 of them, which hold 100,000 messages."""

import time

import httpx

from tests.live import Installation

from .figure import Figure, percentile
from .seed import accounts, fill

CONVERSATIONS = 200
MESSAGES_EACH = 500
REQUESTS = 100


def measure(stage: Installation) -> list[Figure]:
    """Return the time of the first page, at the default size and the largest."""
    account, other = accounts(2)
    headers = {"Authorization": f"Bearer {account.access}"}
    body = {"kind": "group", "title": "bench", "members": [other.id]}
    with stage.server() as server, httpx.Client(base_url=server.base, headers=headers, timeout=30) as http:
        made = [
            str(http.post("/api/conversations", json=body).raise_for_status().json()["id"])
            for _ in range(CONVERSATIONS)
        ]
        fill(made, MESSAGES_EACH)
        return [
            Figure(
                f"conversation list ({size} of 200, 100,000 messages), p95",
                f"{_p95(http, size):.0f} ms",
                "≤ 50 ms",
            )
            for size in (50, 100)
        ]


def _p95(http: httpx.Client, size: int) -> float:
    times = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        http.get("/api/conversations", params={"limit": size}).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return percentile(times, 0.95)
