"""One run: clients at work, a fault, its end, and the judgement of what everybody was left with."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import checker, figures, record, sessions
from tests.faults.checker import Evidence, Seen
from tests.faults.crowd import POLL_SECONDS, Crowd, crowd, until
from tests.faults.device import Device
from tests.faults.fault import Fault, Where
from tests.faults.journal import Journal
from tests.faults.line import Lost, Refused

PATIENCE = 60.0
"""Seconds in which a thing has to have happened on a busy machine; figures are for the table, not for tests."""
MESSAGES = (2, 10)
"""What everybody has to have said before the fault, and after it, short and long."""


@dataclass
class Outcome:
    """What a run showed; `figures` are in seconds."""

    fault: str
    seed: int
    violations: list[str]
    acks: Counter[str] = field(default_factory=Counter)
    """How many sends were acknowledged over each transport."""
    figures: dict[str, float] = field(default_factory=dict)


async def trial(place: Where, fault: Fault[Where], seed: int, directory: Path) -> Outcome:
    """Run clients with this seed through a fault, and return what came of it.

    The journal of a run that violated anything, or came to no end, is kept in `directory`.
    """
    await asyncio.to_thread(fault.prepare)
    try:
        async with crowd(place.bases, seed) as clients:
            made = None
            try:
                made = await _run(place, fault, seed, clients)
            finally:
                if made is None or made.violations:
                    clients.journal.write(directory / f"{type(fault).__name__}-{seed}.jsonl")
    finally:
        await asyncio.to_thread(fault.release)
    return made


async def _run(place: Where, fault: Fault[Where], seed: int, clients: Crowd) -> Outcome:
    await asyncio.to_thread(fault.meet, clients)
    clients.begin()
    problems = await _busy(clients, MESSAGES[fault.form])
    struck_at = time.monotonic()
    try:
        await asyncio.to_thread(fault.strike)
        # The fault's own length: nothing is waited for.
        await asyncio.sleep(fault.seconds[fault.form])
        if not await until(lambda: fault.felt(clients.journal, struck_at), PATIENCE):
            problems.append("nobody noticed the fault")
    finally:
        healing_at = time.monotonic()
        await asyncio.to_thread(fault.heal)
    healed_at = time.monotonic()
    problems += await _busy(clients, MESSAGES[fault.form], after=healed_at)
    problems += await clients.stop(PATIENCE)
    problems += await clients.hang_up(PATIENCE)
    problems += await asyncio.to_thread(fault.problems, clients)
    problems += await judge(place.record, clients)
    clients.is_patient()
    closing, late = await sessions.end_one(clients.clients[-1].person)
    made = Outcome(type(fault).__name__, seed, problems + late, counted(clients.journal))
    made.figures = {
        **figures.of(clients.journal, healing_at, healed_at),
        **fault.measured,
        "session's end": closing,
    }
    return made


def counted(journal: Journal) -> Counter[str]:
    return Counter(ack.about["over"] for ack in journal.of("ack"))


async def _busy(clients: Crowd, each: int, *, after: float = 0.0) -> list[str]:
    if await clients.all_acked(each, after=after, within=PATIENCE):
        return []
    return [f"not everybody could send {each} messages within {PATIENCE:.0f} s"]


async def judge(url: str, clients: Crowd) -> list[str]:
    """Let the devices come to rest, by what is pushed and then by resuming, and return all violations."""
    places = clients.talk.places
    found = await asyncio.to_thread(record.read, url, places)
    problems = [f"P4 {device} is behind although connected" for device in await _behind(clients, found)]
    problems += await _resumed(clients)
    final = await asyncio.to_thread(record.read, url, places)
    names = {client.person.id: client.name for client in clients.clients}
    seen = [
        Seen(device.name, client.person.id, device.copy)
        for client in clients.clients
        for device in client.devices
    ]
    talk = clients.talk
    evidence = Evidence(clients.journal, final, seen, names, talk.groups[:1], talk.room)
    return problems + checker.violations(evidence)


async def _behind(clients: Crowd, found: record.Record) -> list[str]:
    """Return the devices that did not get everything without asking for it, given time."""

    def behind() -> list[str]:
        return [
            device.name
            for client in clients.clients
            for device in client.devices
            if device.line is None or _lacks(device, client.person.id, found)
        ]

    await until(lambda: not behind(), PATIENCE)
    return behind()


def _lacks(device: Device, user: str, found: record.Record) -> list[str]:
    return [
        place
        for place, members in found.members.items()
        if user in members and device.copy.cursors.get(place, 0) < found.heads[place]
    ]


async def _resumed(clients: Crowd) -> list[str]:
    problems = []
    for device in clients.devices:
        try:
            async with asyncio.timeout(PATIENCE):
                await _catch_up(device)
        except (TimeoutError, Refused) as error:
            problems.append(f"{device.name} could not resume in the end: {error!r}")
    return problems


async def _catch_up(device: Device) -> None:
    """Resume, again while the connection was just lost or "not now" is said; raise `Refused` for any other no."""
    while True:
        try:
            await device.catch_up()
        except Lost:
            pass
        except Refused as error:
            if not error.retryable:
                raise
        else:
            return
        await asyncio.sleep(POLL_SECONDS)
