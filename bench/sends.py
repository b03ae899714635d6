"""Durable sends per second: 50 connections in 25 conversations, each waiting for its ack before the next."""

import asyncio
import json
import time

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.live import Installation

from .figure import Figure, percentile
from .seed import Account, accounts

CONVERSATIONS = 25
SECONDS = 15


def measure(stage: Installation) -> list[Figure]:
    """Return sends per second and the time to the ack."""
    people = accounts(2 * CONVERSATIONS)
    with stage.server() as server:
        times = asyncio.run(_measure(server.base, people))
    return [
        Figure(
            "durable sends per second, 50 connections in 25 conversations",
            f"{len(times) / SECONDS:.0f}",
            "≥ 300",
        ),
        Figure("time to the ack, p50", f"{percentile(times, 0.5) * 1000:.0f} ms"),
        Figure("time to the ack, p99", f"{percentile(times, 0.99) * 1000:.0f} ms", "≤ 100 ms"),
    ]


async def _measure(base: str, people: list[Account]) -> list[float]:
    async with httpx.AsyncClient(base_url=base, timeout=30) as http:
        pairs = [
            (await _group(http, people[turn], people[turn + 1]), people[turn : turn + 2])
            for turn in range(0, len(people), 2)
        ]
    senders = [_send(base, one, conversation) for conversation, pair in pairs for one in pair]
    return [taken for times in await asyncio.gather(*senders) for taken in times]


async def _group(http: httpx.AsyncClient, creator: Account, other: Account) -> str:
    answer = await http.post(
        "/api/conversations",
        json={"kind": "group", "title": "bench", "members": [other.id]},
        headers={"Authorization": f"Bearer {creator.access}"},
    )
    return str(answer.raise_for_status().json()["id"])


async def _send(base: str, account: Account, conversation: str) -> list[float]:
    times: list[float] = []
    address = f"{base.replace('http', 'ws', 1)}/ws?token={account.access}"
    frame = json.dumps(
        {"type": "chat", "conversation": conversation, "message": "A sentence of usual length."}
    )
    async with connect(address, compression=None, ping_interval=None) as socket:
        await socket.recv()
        end = time.perf_counter() + SECONDS
        while (started := time.perf_counter()) < end:
            await socket.send(frame)
            await _acknowledged(socket)
            times.append(time.perf_counter() - started)
    return times


async def _acknowledged(socket: ClientConnection) -> None:
    while True:
        answer = json.loads(await socket.recv())
        if answer["type"] == "ack":
            return
        if answer["type"] == "error":
            raise RuntimeError(f"A send was refused: {answer}")
