"""Sends over many sockets of two processes, each of which sends again as soon as it was acknowledged."""

import asyncio
import json
import time
from urllib.parse import urlsplit

import httpx

from tests.live import Installation, Server

from .figure import Figure, percentile
from .process import cpu_seconds
from .seed import Account, accounts
from .sockets import REQUEST

CONVERSATIONS = 64
MEMBERS = 4
SECONDS = 10
BODY = "A sentence of usual length."
WELCOME, ACK, ERROR = b'"type":"welcome"', b'"type":"ack"', b'"type":"error"'
TEXT_MASKED_BY_NOTHING = b"\x81%c\x00\x00\x00\x00"
"""RFC 6455, section 5.2: a client masks with a key of its choice, and one of zeros changes nothing."""
MASKED = 0x80


class Sender(asyncio.Protocol):
    """One socket that sends the same text over and over, and decodes nothing."""

    def __init__(self, frame: bytes) -> None:
        self.times: list[float] = []
        self.welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._frame = frame
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send(self) -> None:
        self._began = time.perf_counter()
        self._transport.write(self._frame)

    def data_received(self, data: bytes) -> None:
        if ERROR in data:
            raise RuntimeError(f"A send was refused: {data!r}")
        if ACK in data:
            self.times.append(time.perf_counter() - self._began)
            self.send()
        elif not self.welcomed.done() and WELCOME in data:
            self.welcomed.set_result(None)


def measure(stage: Installation) -> list[Figure]:
    """Return acks per second, the time to the ack, and what a send costs the two processes and the database."""
    people = accounts(CONVERSATIONS * MEMBERS)
    with stage.server() as one, stage.server() as other:
        servers = (one, other)
        times, spent = asyncio.run(_flood(servers, people))
    name = f"sends per second of two processes, {len(people)} under way in {CONVERSATIONS} conversations"
    return [
        Figure(name, f"{len(times) / SECONDS:.0f}"),
        Figure("time to the ack meanwhile, p50", f"{percentile(times, 0.5) * 1000:.0f} ms"),
        Figure("time to the ack meanwhile, p99", f"{percentile(times, 0.99) * 1000:.0f} ms"),
        Figure(f"CPU of the processes per send to {MEMBERS} sockets", f"{spent / len(times) * 1e6:.0f} µs"),
    ]


async def _flood(servers: tuple[Server, Server], people: list[Account]) -> tuple[list[float], float]:
    async with httpx.AsyncClient(base_url=servers[0].base, timeout=30) as http:
        groups = [people[first : first + MEMBERS] for first in range(0, len(people), MEMBERS)]
        places = [await _group(http, members) for members in groups]
    senders = [
        await _open(servers[turn % len(servers)].base, account, place)
        for place, members in zip(places, groups, strict=True)
        for turn, account in enumerate(members)
    ]
    before = _spent(servers)
    for sender in senders:
        sender.send()
    await asyncio.sleep(SECONDS)
    return [taken for sender in senders for taken in sender.times], _spent(servers) - before


def _spent(servers: tuple[Server, Server]) -> float:
    return sum(cpu_seconds(each.process.pid) for each in servers)


async def _group(http: httpx.AsyncClient, members: list[Account]) -> str:
    answer = await http.post(
        "/api/conversations",
        json={"kind": "group", "title": "bench", "members": [each.id for each in members[1:]]},
        headers={"Authorization": f"Bearer {members[0].access}"},
    )
    return str(answer.raise_for_status().json()["id"])


async def _open(base: str, account: Account, conversation: str) -> Sender:
    netloc = urlsplit(base).netloc
    host, _, port = netloc.partition(":")
    text = json.dumps({"type": "chat", "conversation": conversation, "message": BODY}).encode()
    frame = TEXT_MASKED_BY_NOTHING % (MASKED | len(text)) + text
    loop = asyncio.get_running_loop()
    transport, sender = await loop.create_connection(lambda: Sender(frame), host, int(port))
    transport.write(REQUEST.format(token=account.access, host=netloc).encode())
    await sender.welcomed
    return sender
