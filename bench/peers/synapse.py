"""Durable sends beside matrix-synapse: 50 people in 25 conversations, each sending one message after another."""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

import uvloop

from bench.figure import Figure, percentile
from bench.usage import Usage
from tests.live import FRAMED, Installation, Server

from .synapse_server import synapse
from .synapse_ways import OverMatrix, OverRest, OverSocket, Send, Way

SECONDS = 15
WARM_SECONDS = 1
ROUNDS = 2


@dataclass
class Entrant:
    """One way to send; of what was measured, `rates` and `cores` have an item for each round, `times` one for each
    send.
    """

    name: str
    usage: Usage
    way: Way
    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    cores: list[dict[str, float]] = field(default_factory=list)

    async def race(self) -> None:
        """Send for one round, everybody at once, and keep what was measured."""
        sends = await asyncio.gather(*(self.way.open(seat) for seat in self.way.seats))
        await _all(sends, WARM_SECONDS)
        self.usage.begin()
        times = await _all(sends, SECONDS)
        self.cores.append(self.usage.shares())
        self.rates.append(len(times) / SECONDS)
        self.times += times
        self.way.close()

    def figures(self) -> list[Figure]:
        rate = median(self.rates)
        spread = f"{min(self.rates):,.0f} to {max(self.rates):,.0f}"
        cores = {who: median(each[who] for each in self.cores) for who in self.cores[0]}
        p50, p99 = (percentile(self.times, part) * 1000 for part in (0.5, 0.99))
        server, database = (cores[who] / rate * 1000 for who in ("server", "PostgreSQL"))
        return [
            Figure(f"durable sends per second, {self.name}", f"{rate:,.0f} ({spread})"),
            Figure("time to the acknowledgement, p50 and p99", f"{p50:.0f} and {p99:.0f} ms"),
            Figure("CPU per send, server and PostgreSQL", f"{server:.2f} and {database:.2f} ms"),
            Figure(
                "cores used by server and load generator",
                f"{cores['server']:.2f} and {cores['generator']:.2f}",
            ),
        ]


def measure(stage: Installation) -> list[Figure]:
    """Return sends per second, time to the acknowledgement and CPU per send, from alternating rounds."""
    with ExitStack() as running:
        parley = running.enter_context(stage.server(UVICORN_WS=FRAMED))
        peer = running.enter_context(synapse(stage.directory))
        entrants = [
            Entrant("Parley over WebSocket", _usage(parley), OverSocket(parley.base)),
            Entrant("Parley over REST", _usage(parley), OverRest(parley.base)),
            Entrant("matrix-synapse", _usage(peer), OverMatrix(peer.base)),
        ]
        uvloop.run(_alternate(entrants))
    return [figure for entrant in entrants for figure in entrant.figures()]


def _usage(server: Server) -> Usage:
    return Usage([server.process.pid])


async def _alternate(entrants: list[Entrant]) -> None:
    for _ in range(ROUNDS):
        for entrant in entrants:
            await entrant.race()


async def _all(sends: list[Send], seconds: float) -> list[float]:
    """Return the seconds that each send took, of all that were answered in time."""
    until = asyncio.get_running_loop().time() + seconds
    return [
        taken for times in await asyncio.gather(*(_send(send, until) for send in sends)) for taken in times
    ]


async def _send(send: Send, until: float) -> list[float]:
    clock = asyncio.get_running_loop().time
    times = []
    began = clock()
    while began < until:
        await send()
        ended = clock()
        if ended <= until:
            times.append(ended - began)
        began = ended
    return times
