"""Fifty clients that stop reading in a busy room: what they cost the process, and those who read."""

import asyncio
import socket
import time
from dataclasses import dataclass, field

import httpx

from tests.live import FRAMED, Installation, Server

from .deliveries import post
from .figure import Figure, percentile
from .process import resident_bytes
from .seed import Account, accounts
from .sockets import Audience

SOCKETS_EACH = 10
SLOW = QUICK = 50
BODY = "x" * 4_000
QUIET_MESSAGES = 50
MESSAGES_MOST = 500
RECEIVE_BYTES = 4_096
"""SO_RCVBUF of those who do not read: the client's kernel is not what is measured."""
PATIENCE = 30


@dataclass
class Measured:
    """Seconds until all who read had a message, before and while others read nothing; bytes; messages until 4409."""

    before: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    grown: int = 0


def measure(stage: Installation) -> list[Figure]:
    people = accounts((SLOW + QUICK) // SOCKETS_EACH)
    with stage.server(UVICORN_WS=FRAMED) as server:
        found = asyncio.run(_measure(server, people))
    added = f"{found.grown / SLOW / 1000:.0f} KB"
    return [
        Figure("memory that a client which stops reading adds at most", added, "≤ 1 MiB"),
        Figure("messages of 4,000 characters until it is closed with 4409", f"{len(found.meanwhile)}"),
        Figure(
            "until 50 others have a message, median, before", f"{percentile(found.before, 0.5) * 1000:.0f} ms"
        ),
        Figure("meanwhile", f"{percentile(found.meanwhile, 0.5) * 1000:.0f} ms", "as before"),
    ]


async def _measure(server: Server, people: list[Account]) -> Measured:
    found, quick, slow = Measured(), Audience(), Audience()
    readers, deaf = people[: QUICK // SOCKETS_EACH], people[QUICK // SOCKETS_EACH :]
    async with httpx.AsyncClient(base_url=server.base, timeout=PATIENCE) as http:
        for account in people:
            await post(http, account, "/api/conversations/general/join", {})
        await quick.join(server.base, readers, SOCKETS_EACH)
        for _ in range(QUIET_MESSAGES):
            found.before.append(await _say(http, readers[0], quick))
        await slow.join(server.base, deaf, SOCKETS_EACH)
        _stop_reading(slow)
        resident = resident_bytes(server.process.pid)
        while _closed(server) < SLOW and len(found.meanwhile) < MESSAGES_MOST:
            found.meanwhile.append(await _say(http, readers[0], quick))
            found.grown = max(found.grown, resident_bytes(server.process.pid) - resident)
    for audience in (quick, slow):
        audience.leave()
    return found


def _stop_reading(audience: Audience) -> None:
    for transport in audience.transports:
        transport.pause_reading()
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)


def _closed(server: Server) -> int:
    return server.log.read_text().count(" closed: 4409 ")


async def _say(http: httpx.AsyncClient, account: Account, quick: Audience) -> float:
    """Return the seconds until all who read have one more message."""
    began, everyone = time.perf_counter(), quick.heard + QUICK
    await post(http, account, "/api/conversations/general/messages", {"body": BODY})
    await asyncio.wait_for(quick.until(everyone), PATIENCE)
    return time.perf_counter() - began
