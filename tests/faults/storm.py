"""Everybody loses the connection at once, and comes back: the morning after a deployment, or a network's hiccup."""

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.contract.people import Person, register
from tests.faults import checker, record
from tests.faults.checker import Evidence, Seen
from tests.faults.choices import REST
from tests.faults.crowd import until
from tests.faults.journal import Journal
from tests.faults.line import Copy, Line, Lost, Patient, Refused
from tests.faults.stack import Stack
from tests.faults.trial import PATIENCE, Outcome, counted

SOCKETS_EACH = 32
"""Of one person, half of them on each process: the limit is 20 on one."""
AT_ONCE = 20
SETUP_SECONDS = 120.0
HEARTBEAT_SECONDS = 25.0
BACKOFF_SECONDS = 1.0
BACKOFF_MOST = 30.0


@dataclass
class Bird:
    """One socket of a person, and what it has of the room's log."""

    name: str
    person: Person
    base: str
    room: str
    copy: Copy = field(default_factory=Copy)
    line: Line | None = None
    resumed_at: float = 0.0
    beating: asyncio.Task[None] | None = None

    async def come(self) -> None:
        """Connect and fetch what is missing; raise `Lost` or `Refused`."""
        line = self.line = await Patient.open(self.base, self.person.access, self.copy.take)
        epoch = line.welcome.result()["epoch"]
        more = True
        while more:
            asked = [{"id": self.room, "after": self.copy.cursors[self.room]}]
            more = (await line.ask(type="resume", epoch=epoch, conversations=asked))["more"]
        self.resumed_at = time.monotonic()
        self.beating = asyncio.create_task(_beat(line))

    async def come_back(self, chance: random.Random) -> None:
        """Try as docs/protocol.md says: after a random time, doubled up to 30 s."""
        delay = BACKOFF_SECONDS
        while True:
            await asyncio.sleep(chance.uniform(0, delay))
            delay = min(2 * delay, BACKOFF_MOST)
            with suppress(Lost, Refused):
                await self.come()
                return


async def _beat(line: Line) -> None:
    with suppress(Lost, Refused):
        while not line.closed.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await line.closed.wait()
                    return
            await line.ask(type="ping")


async def storm(stack: Stack, seed: int, sockets: int, directory: Path) -> Outcome:
    """Have so many sockets lose their connection while something is said, and judge what they come back to."""
    journal, birds = Journal(), list[Bird]()
    async with httpx.AsyncClient(timeout=SETUP_SECONDS) as http:
        try:
            birds += await _flock(http, stack, sockets)
            made = await _scattered(stack, seed, birds, journal)
        finally:
            for bird in birds:
                if bird.line is not None:
                    await bird.line.cut()
    if made.violations:
        journal.write(directory / f"{made.fault}-{seed}.jsonl")
    return made


async def _flock(http: httpx.AsyncClient, stack: Stack, sockets: int) -> list[Bird]:
    # Past the wires: a proxy in the same process would be what is measured.
    bases = tuple(node.direct for node in stack.nodes)
    people = await asyncio.gather(
        *(register(http, bases, f"p{number}") for number in range(-(-sockets // SOCKETS_EACH)))
    )
    room = (await people[0].room())["id"]
    await asyncio.gather(*(person.rest(f"POST /api/conversations/{room}/join") for person in people[1:]))
    return [
        Bird(f"p{number}.{index}", people[number], bases[index % len(bases)], room)
        for number, index in (divmod(each, SOCKETS_EACH) for each in range(sockets))
    ]


async def _scattered(stack: Stack, seed: int, birds: list[Bird], journal: Journal) -> Outcome:
    chance, speaker, room = random.Random(seed), birds[0].person, birds[0].room
    await _gather(birds)
    await _say(speaker, room, "before", journal)
    struck_at = time.monotonic()
    await asyncio.gather(*(bird.line.cut() for bird in birds if bird.line is not None))
    returning = [asyncio.create_task(bird.come_back(chance)) for bird in birds]
    await _say(speaker, room, "meanwhile", journal)
    _, missing = await asyncio.wait(returning, timeout=PATIENCE)
    for task in missing:
        task.cancel()
    await _say(speaker, room, "after", journal)
    problems = [f"{len(missing)} clients did not come back"] if missing else []
    problems += await _judged(stack, birds, journal)
    took = max(bird.resumed_at for bird in birds) - struck_at
    return Outcome("ReconnectStorm", seed, problems, counted(journal), {f"{len(birds):,} back": took})


async def _gather(birds: list[Bird]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def come(bird: Bird) -> None:
        async with gate:
            while bird.line is None:
                with suppress(Lost):
                    await bird.come()

    await asyncio.gather(*map(come, birds))


async def _say(person: Person, room: str, when: str, journal: Journal) -> None:
    for number in range(10):
        body = {"body": f"{when} {number}", "client_id": f"{when}-{number}"}
        said = await _said(person, f"POST /api/conversations/{room}/messages", body)
        about = {"message": said["id"], "conversation": room, "seq": said["seq"]}
        journal.note("p0", "ack", client_id=body["client_id"], body=body["body"], over=REST, **about)


async def _said(person: Person, call: str, body: dict[str, str]) -> Any:
    """Return the message; whoever is told "not now" asks again."""
    while True:
        with suppress(httpx.HTTPError):
            answer = await person.ask(call, body)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                assert answer.status_code == httpx.codes.CREATED, answer.text
                return answer.json()


async def _judged(stack: Stack, birds: list[Bird], journal: Journal) -> list[str]:
    room = birds[0].room
    head = (await asyncio.to_thread(record.read, stack.record, [room])).heads[room]
    await until(lambda: all(bird.copy.cursors[room] >= head for bird in birds), PATIENCE)
    found = await asyncio.to_thread(record.read, stack.record, [room])
    seen = [Seen(bird.name, bird.person.id, bird.copy) for bird in birds]
    names = {bird.person.id: bird.name.partition(".")[0] for bird in birds}
    return checker.violations(Evidence(journal, found, seen, names, [], room))
