"""Deliveries to 1,000 sockets in one conversation of one process, sent through another, Valkey between."""

import asyncio
import time

import httpx

from tests.live import FRAMED, Installation

from .figure import Figure
from .process import cpu_seconds
from .seed import Account, accounts
from .sockets import Audience

PEOPLE = 50
SOCKETS_EACH = 20
MESSAGES = 600
SENDERS = 8
PATIENCE = 50
"""uvicorn's `--ws`, as docs/operations.md has production run."""
WAYS_OUT = {
    "frames made once": FRAMED,
    "through ASGI's send": "websockets-sansio",
}


def measure(stage: Installation) -> list[Figure]:
    """Return deliveries per second and their CPU, of the process that holds the sockets, by its way out."""
    return [figure for name, protocol in WAYS_OUT.items() for figure in _through(stage, name, protocol)]


def _through(stage: Installation, name: str, protocol: str) -> list[Figure]:
    people = accounts(PEOPLE)
    with stage.server(UVICORN_WS=protocol) as listening, stage.server() as sending:
        seconds, cpu = asyncio.run(_measure(listening.base, sending.base, people, listening.process.pid))
    deliveries = MESSAGES * PEOPLE * SOCKETS_EACH
    return [
        Figure(
            f"deliveries per second to 1,000 sockets in one conversation, {name}",
            f"{deliveries / seconds:,.0f}",
        ),
        Figure("CPU per delivery", f"{cpu / deliveries * 1_000_000:.1f} µs", "≤ 20 µs"),
    ]


async def _measure(listening: str, sending: str, people: list[Account], pid: int) -> tuple[float, float]:
    audience = Audience()
    async with httpx.AsyncClient(base_url=sending, timeout=30) as http:
        for account in people:
            await post(http, account, "/api/conversations/general/join", {})
        await audience.join(listening, people, SOCKETS_EACH)
        everyone = len(people) * SOCKETS_EACH
        await post(http, people[0], "/api/conversations/general/messages", {"body": "warm"})
        await asyncio.wait_for(audience.until(everyone), PATIENCE)
        started, used = time.perf_counter(), cpu_seconds(pid)
        senders = [_send(http, account, MESSAGES // SENDERS) for account in people[:SENDERS]]
        await asyncio.wait_for(asyncio.gather(audience.until((MESSAGES + 1) * everyone), *senders), PATIENCE)
        result = time.perf_counter() - started, cpu_seconds(pid) - used
    audience.leave()
    return result


async def _send(http: httpx.AsyncClient, account: Account, count: int) -> None:
    for turn in range(count):
        await post(http, account, "/api/conversations/general/messages", {"body": f"message {turn}"})


async def post(http: httpx.AsyncClient, account: Account, path: str, body: object) -> None:
    answer = await http.post(path, json=body, headers={"Authorization": f"Bearer {account.access}"})
    answer.raise_for_status()
