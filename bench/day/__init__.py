"""A mixed day of people (bench/day/mix.toml): more of them step by step, until the server has had enough."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import uvloop

from bench.exchange import Exchange
from bench.figure import Figure, percentile
from bench.usage import Usage
from tests.live import FRAMED, Installation

from .mix import Mix, read
from .person import Person, Tally
from .town import settle

PROCESSES = 2
PRODUCTION = {
    "UVICORN_WS": FRAMED,
    "UVICORN_WS_MAX_SIZE": "65536",
    "UVICORN_WS_PING_INTERVAL": "20",
    "UVICORN_LOG_LEVEL": "info",
}
ARRIVING_AT_ONCE = 20
CORES = 2


@dataclass(frozen=True)
class Step:
    """What was measured with so many people online; `over` is the limit that was passed, if any."""

    people: int
    seconds: float
    times: list[float]
    failed: int
    sent: int
    deliveries: int
    cores: dict[str, float]
    over: str | None


def measure(stage: Installation) -> list[Figure]:
    """Return how many people were online when all limits held last, and what that took."""
    mix = read()
    with ExitStack() as running:
        servers = [running.enter_context(stage.server(**PRODUCTION)) for _ in range(PROCESSES)]
        usage = Usage(server.process.pid for server in servers)
        steps = uvloop.run(_Day(mix, [server.base for server in servers], usage).run())
    return [Figure("actions per person and hour, on average", f"{mix.actions_per_hour:.0f}"), *figures(steps)]


def figures(steps: Sequence[Step]) -> list[Figure]:
    """Return the figures of the last step that held, and how the day ended."""
    held = [step for step in steps if not step.over]
    if not held:
        return [Figure("people online", f"fewer than {steps[0].people} ({steps[0].over})")]
    last, end = held[-1], steps[-1]
    server, all_of_it = last.cores["server"], sum(last.cores.values()) - last.cores["generator"]
    return [
        Figure("people online within the limits", f"{last.people:,}"),
        Figure("with more of them", f"{end.people:,}: {end.over or 'the limits still held'}"),
        Figure(
            f"people per core of the machine, {CORES} in all",
            f"{last.people / CORES:,.0f}",
            "Mattermost: 1,050 to 2,200",
        ),
        Figure("people per core that the server's processes use", f"{last.people / server:,.0f}"),
        Figure("people per core that server, PostgreSQL and Valkey use", f"{last.people / all_of_it:,.0f}"),
        Figure("answers per second", f"{len(last.times) / last.seconds:,.0f}"),
        Figure("time to the answer, average", f"{_average(last) * 1000:.0f} ms", "≤ 100 ms"),
        Figure("time to the answer, p99", f"{percentile(last.times, 0.99) * 1000:.0f} ms", "≤ 2,000 ms"),
        Figure("messages sent per second", f"{last.sent / last.seconds:.1f}"),
        Figure("deliveries per second", f"{last.deliveries / last.seconds:,.0f}"),
        Figure("cores used", ", ".join(f"{name} {share:.2f}" for name, share in last.cores.items())),
    ]


def _average(step: Step) -> float:
    return sum(step.times) / len(step.times)


class _Day:
    """People who come and stay."""

    def __init__(self, mix: Mix, bases: list[str], usage: Usage) -> None:
        self._mix, self._usage, self._tally = mix, usage, Tally()
        self._doors = [(base, Exchange(base)) for base in bases]
        self._lives: list[asyncio.Task[None]] = []

    async def run(self) -> list[Step]:
        """Return the steps, of which the last has passed a limit or has everybody."""
        steps: list[Step] = []
        plan = self._mix.steps
        while len(self._lives) < plan.most and not (steps and steps[-1].over):
            await self._more(plan.people)
            await asyncio.sleep(plan.settle)
            steps.append(await self._step(plan.seconds))
            print(f"  {_line(steps[-1])}", *self._tally.reasons, sep="\n    ", flush=True)
        await self._end()
        return steps

    async def _more(self, count: int) -> None:
        gate = asyncio.Semaphore(ARRIVING_AT_ONCE)
        for _ in range(count // self._mix.town.district):
            residents = await asyncio.to_thread(settle, self._mix.town)
            people = []
            for number, resident in enumerate(residents):
                base, http = self._doors[number % len(self._doors)]
                people.append(Person(resident, base, http, self._mix, self._tally))
            await asyncio.gather(*(_arrive(person, gate) for person in people))
            self._lives += [asyncio.create_task(person.live()) for person in people]

    async def _step(self, seconds: float) -> Step:
        tally = self._tally
        tally.clear()
        self._usage.begin()
        await asyncio.sleep(seconds)
        cores = self._usage.shares()
        for life in self._lives:
            if life.done():
                life.result()
        return Step(
            people=len(self._lives),
            seconds=seconds,
            times=list(tally.times),
            failed=tally.failed,
            sent=tally.sent,
            deliveries=tally.heard.messages,
            cores=cores,
            over=self._mix.limits.passed(tally.times, tally.failed),
        )

    async def _end(self) -> None:
        for life in self._lives:
            life.cancel()
        await asyncio.gather(*self._lives, return_exceptions=True)
        for _, http in self._doors:
            http.close()


async def _arrive(person: Person, gate: asyncio.Semaphore) -> None:
    async with gate:
        await person.arrive()


def _line(step: Step) -> str:
    cores = ", ".join(f"{name} {share:.2f}" for name, share in step.cores.items())
    p99 = percentile(step.times, 0.99) * 1000 if step.times else 0
    return f"{step.people:,} people: p99 {p99:.0f} ms, {step.failed} failed; {cores}; {step.over or 'held'}"
