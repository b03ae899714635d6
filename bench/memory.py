"""Memory per idle connection: what the process grows by with 1,000 and with 5,000 sockets."""

import asyncio

from tests.live import FRAMED, Installation

from .figure import Figure
from .process import resident_bytes
from .seed import Account, accounts
from .sockets import Audience

SOCKETS_EACH = 20
CONNECTIONS = (1_000, 5_000)


def measure(stage: Installation) -> list[Figure]:
    """Return the kilobytes (1,000 bytes) that a connection keeps resident."""
    people = accounts(1 + max(CONNECTIONS) // SOCKETS_EACH)
    with stage.server(UVICORN_WS=FRAMED) as server:
        grown = asyncio.run(_measure(server.base, people, server.process.pid))
    return [
        Figure(f"memory per idle connection, {count:,} connections", f"{each / 1000:.1f} KB", "≤ 25 KB")
        for count, each in grown.items()
    ]


async def _measure(base: str, people: list[Account], pid: int) -> dict[int, float]:
    audience = Audience()
    # What the first sockets bring with them, threads and database connections, is no other's.
    await audience.join(base, people[:1], SOCKETS_EACH)
    before = resident_bytes(pid)
    each: dict[int, float] = {}
    joined = 1
    for connections in CONNECTIONS:
        until = 1 + connections // SOCKETS_EACH
        await audience.join(base, people[joined:until], SOCKETS_EACH)
        joined = until
        each[connections] = (resident_bytes(pid) - before) / connections
    audience.leave()
    return each
