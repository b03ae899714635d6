"""The recorder: the clients of one run, and what they saw."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from tests.contract.people import Person, register
from tests.faults.client import Client, Talk
from tests.faults.device import Device
from tests.faults.journal import Journal

PEOPLE = 5
TWO_DEVICES = 2
"""So many of them have a second device, on the other process."""
SETUP_SECONDS, REST_SECONDS = 60.0, 6.0
"""Until a call is given up: before the run, where there is no fault yet, and in it."""
POLL_SECONDS = 0.05


class Crowd:
    """Clients at work. Conditions on what they have seen are waited for with `until`."""

    def __init__(self, clients: list[Client], talk: Talk, journal: Journal) -> None:
        self.clients = clients
        self.talk = talk
        self.journal = journal
        self._stopping = asyncio.Event()
        self._acting: list[asyncio.Task[None]] = []

    @property
    def devices(self) -> list[Device]:
        return [device for client in self.clients for device in client.devices]

    def begin(self) -> None:
        for device in self.devices:
            device.begin()
        self._acting = [asyncio.create_task(client.act(self._stopping)) for client in self.clients]

    def is_patient(self) -> None:
        """Give no call up so soon: the fault is over."""
        self.clients[0].person.http.timeout = httpx.Timeout(SETUP_SECONDS)

    async def stop(self, within: float) -> list[str]:
        """Begin nothing new; return who got no outcome for a message within so many seconds."""
        self._stopping.set()
        _, pending = await asyncio.wait(self._acting, timeout=within)
        stuck = [f"{client.name} never heard of {client.waits}" for client in self.clients if client.waits]
        for task in pending:
            task.cancel()
        for task in self._acting:
            if not task.cancelled() and task.done():
                task.result()
        return stuck

    async def hang_up(self, within: float) -> list[str]:
        """Have everybody leave the calls that there are; return who could not within so many seconds."""
        leaving = {asyncio.create_task(client.hang_up()): client.name for client in self.clients}
        done, pending = await asyncio.wait(leaving, timeout=within)
        for task in pending:
            task.cancel()
        for task in done:
            task.result()
        return [f"I6 {leaving[task]} could not leave a call" for task in pending]

    async def end(self) -> None:
        for task in self._acting:
            task.cancel()
        await asyncio.gather(*self._acting, return_exceptions=True)
        await asyncio.gather(*(device.end() for device in self.devices))

    async def all_acked(self, each: int, *, after: float = 0.0, within: float) -> bool:
        """Return whether everybody had so many messages acknowledged after a moment, within so many seconds."""

        def done() -> bool:
            count = dict.fromkeys((client.name for client in self.clients), 0)
            for event in self.journal.of("ack"):
                count[event.who] += event.at > after
            return min(count.values()) >= each

        return await until(done, within)


async def until(true: Callable[[], bool], within: float) -> bool:
    """Wait until it is true; return whether it was in time."""
    try:
        async with asyncio.timeout(within):
            while not true():  # noqa: ASYNC110 (what is waited for is never one event)
                await asyncio.sleep(POLL_SECONDS)
    except TimeoutError:
        return False
    return True


@asynccontextmanager
async def crowd(bases: tuple[str, ...], seed: int) -> AsyncIterator[Crowd]:
    """Make people and their conversations; end their devices in the end."""
    journal = Journal()
    async with AsyncExitStack() as leaving:
        limits = httpx.Limits(max_keepalive_connections=0)
        http = await leaving.enter_async_context(httpx.AsyncClient(timeout=SETUP_SECONDS, limits=limits))
        people = await asyncio.gather(*(register(http, bases, f"p{number}") for number in range(PEOPLE)))
        talk = await _talk(people)
        http.timeout = httpx.Timeout(REST_SECONDS)
        clients = [
            Client(number, person, _devices(number, person, bases, journal), talk, journal, seed)
            for number, person in enumerate(people)
        ]
        made = Crowd(clients, talk, journal)
        leaving.push_async_callback(made.end)
        yield made


def _devices(number: int, person: Person, bases: tuple[str, ...], journal: Journal) -> list[Device]:
    nodes = [number % len(bases)]
    if number < TWO_DEVICES:
        nodes.append((number + 1) % len(bases))
    return [
        Device(f"p{number}.{index}", person.access, bases, node, journal) for index, node in enumerate(nodes)
    ]


async def _talk(people: list[Person]) -> Talk:
    owner, others = people[0], people[1:]
    groups = [await owner.group(*others), await owner.group(*others, history="shared")]
    room, direct = await owner.room(), await owner.direct(others[0])
    for other in others:
        await other.rest(f"POST /api/conversations/{room['id']}/join", on=0)
    ids = [group["id"] for group in groups]
    return Talk(ids, room["id"], direct["id"], [person.id for person in people])
