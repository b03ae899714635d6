"""Memory per idle connection: what the process grows by with 2,000 sockets of 100 people."""

import asyncio

from tests.live import Installation

from .figure import Figure
from .process import resident_bytes
from .seed import Account, accounts
from .sockets import Audience

PEOPLE = 100
SOCKETS_EACH = 20


def measure(stage: Installation) -> list[Figure]:
    """Return the kilobytes (1,000 bytes) that a connection keeps resident."""
    people = accounts(PEOPLE)
    with stage.server() as server:
        grown = asyncio.run(_measure(server.base, people, server.process.pid))
    each = grown / (PEOPLE * SOCKETS_EACH) / 1000
    return [Figure("memory per idle connection, 2,000 connections", f"{each:.0f} KB", "≤ 45 KB")]


async def _measure(base: str, people: list[Account], pid: int) -> int:
    warm = Audience()
    await warm.join(base, people[:1], 1)
    before = resident_bytes(pid)
    audience = Audience()
    await audience.join(base, people[1:], SOCKETS_EACH)
    await audience.join(base, people[:1], SOCKETS_EACH - 1)
    after = resident_bytes(pid)
    audience.leave()
    warm.leave()
    return after - before
