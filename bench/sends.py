"""Durable sends over 50 connections in 25 conversations: as many as go, and the time to the ack at a steady rate."""

import asyncio
import json
import time

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.live import Installation

from .figure import Figure, percentile
from .seed import Account, accounts

CONVERSATIONS = 25
CONNECTIONS = 2 * CONVERSATIONS
SECONDS = 15
STEADY = 300
"""Sends per second of all connections together."""

Pair = tuple[str, list[Account]]


def measure(stage: Installation) -> list[Figure]:
    """Return sends per second, and the time to the ack while 300 a second are sent."""
    people = accounts(CONNECTIONS)
    with stage.server() as server:
        flat_out, steady = asyncio.run(_measure(server.base, people))
    return [
        Figure("durable sends per second, 50 connections in 25 conversations", _rate(flat_out), "≥ 300"),
        Figure("time to the ack meanwhile, p50", _milliseconds(flat_out, 0.5)),
        Figure("time to the ack meanwhile, p99", _milliseconds(flat_out, 0.99)),
        Figure(f"acks per second while {STEADY} a second are sent", _rate(steady)),
        Figure("time to the ack meanwhile, p50", _milliseconds(steady, 0.5)),
        Figure("time to the ack meanwhile, p99", _milliseconds(steady, 0.99), "≤ 100 ms"),
    ]


def _rate(times: list[float]) -> str:
    return f"{len(times) / SECONDS:.0f}"


def _milliseconds(times: list[float], part: float) -> str:
    return f"{percentile(times, part) * 1000:.0f} ms"


async def _measure(base: str, people: list[Account]) -> tuple[list[float], list[float]]:
    async with httpx.AsyncClient(base_url=base, timeout=30) as http:
        pairs = [
            (await _group(http, people[turn], people[turn + 1]), people[turn : turn + 2])
            for turn in range(0, len(people), 2)
        ]
    return await _all(base, pairs, rate=None), await _all(base, pairs, rate=STEADY / CONNECTIONS)


async def _all(base: str, pairs: list[Pair], rate: float | None) -> list[float]:
    together = asyncio.Barrier(CONNECTIONS)
    senders = [_send(base, one, conversation, rate, together) for conversation, pair in pairs for one in pair]
    return [taken for times in await asyncio.gather(*senders) for taken in times]


async def _group(http: httpx.AsyncClient, creator: Account, other: Account) -> str:
    answer = await http.post(
        "/api/conversations",
        json={"kind": "group", "title": "bench", "members": [other.id]},
        headers={"Authorization": f"Bearer {creator.access}"},
    )
    return str(answer.raise_for_status().json()["id"])


async def _send(
    base: str, account: Account, conversation: str, rate: float | None, together: asyncio.Barrier
) -> list[float]:
    """Once all are connected send one message after the other, or at `rate` a second; what is late counts from when
    it was due.
    """
    times: list[float] = []
    address = f"{base.replace('http', 'ws', 1)}/ws?token={account.access}"
    frame = json.dumps(
        {"type": "chat", "conversation": conversation, "message": "A sentence of usual length."}
    )
    async with connect(address, compression=None, ping_interval=None) as socket:
        await socket.recv()
        await together.wait()
        began = time.perf_counter()
        while (due := time.perf_counter()) < began + SECONDS:
            if rate is not None:
                due = began + (len(times) + _phase(account)) / rate
                await _drained_until(socket, due)
            await socket.send(frame)
            await _acknowledged(socket)
            times.append(time.perf_counter() - due)
    return times


def _phase(account: Account) -> float:
    return int(account.id[-4:], 16) / 0x10000


async def _drained_until(socket: ClientConnection, due: float) -> None:
    try:
        async with asyncio.timeout(max(0, due - time.perf_counter())):
            while True:
                await socket.recv()
    except TimeoutError:
        return


async def _acknowledged(socket: ClientConnection) -> None:
    while True:
        answer = json.loads(await socket.recv())
        if answer["type"] == "ack":
            return
        if answer["type"] == "error":
            raise RuntimeError(f"A send was refused: {answer}")
