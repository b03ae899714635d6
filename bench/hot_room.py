"""A room with 10,000 members, half of them online in one process, and an account in 1,000 conversations."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from django.contrib.auth import get_user_model
from django.db import transaction

from apps.conversations.models import Conversation, Membership
from tests.live import FRAMED, Installation, Server

from .deliveries import post
from .figure import Figure
from .process import cpu_seconds
from .seed import Account, accounts
from .sockets import Audience

MEMBERS, ONLINE = 10_000, 5_000
CONVERSATIONS = 1_000
TIMES = 10
PATIENCE = 60


@dataclass
class Effort:
    """Of one thing done: seconds until it was done, and the CPU seconds of the process with the sockets."""

    wall: float
    cpu: float

    def figures(self, name: str) -> list[Figure]:
        return [
            Figure(name, f"{self.wall * 1000:.0f} ms"),
            Figure("CPU of the process with the sockets", f"{self.cpu * 1000:.1f} ms"),
        ]


def measure(stage: Installation) -> list[Figure]:
    with transaction.atomic():
        online = accounts(ONLINE)
        newcomers, busy = accounts(3 * TIMES), accounts(1)
    room = _room(online + newcomers[: 2 * TIMES])
    _many_conversations(busy[0])
    with stage.server(UVICORN_WS=FRAMED) as server:
        efforts = asyncio.run(_measure(server, room, online, newcomers, busy))
    return [figure for name, effort in efforts.items() for figure in effort.figures(name)]


async def _measure(
    server: Server, room: str, online: list[Account], newcomers: list[Account], busy: list[Account]
) -> dict[str, Effort]:
    audience, few, many = Audience(), Audience(), Audience()
    members, strangers = newcomers[: 2 * TIMES], newcomers[2 * TIMES :]

    async def connect(turn: int) -> None:
        await audience.join(server.base, members[turn : turn + 1], 1)

    async def connect_busy(_: int) -> None:
        await many.join(server.base, busy, 1)

    async def connect_alone(turn: int) -> None:
        await few.join(server.base, members[TIMES + turn : TIMES + turn + 1], 1)

    async with httpx.AsyncClient(base_url=server.base, timeout=PATIENCE) as http:

        async def publish(turn: int) -> None:
            heard = audience.heard + len(audience.transports)
            await post(http, online[0], f"/api/conversations/{room}/messages", {"body": str(turn)})
            await asyncio.wait_for(audience.until(heard), PATIENCE)

        async def join(turn: int) -> None:
            await post(http, strangers[turn], f"/api/conversations/{room}/join", {})
            await publish(turn)

        done = {"connecting, nobody online": await _effort(server, connect_alone)}
        few.leave()
        await audience.join(server.base, online, 1)
        done[f"connecting, {ONLINE:,} online in the room"] = await _effort(server, connect)
        done["publishing to them, until all have it"] = await _effort(server, publish)
        done["publishing when somebody has just joined the room"] = await _effort(server, join)
        done[f"connecting with {CONVERSATIONS:,} conversations"] = await _effort(server, connect_busy)
        done["all leaving at once, per socket"] = await _leave(server, audience)
    many.leave()
    return done


async def _effort(server: Server, work: Callable[[int], Awaitable[None]]) -> Effort:
    """Return the median of the seconds and the mean of the CPU of doing it TIMES times."""
    took = []
    used = cpu_seconds(server.process.pid)
    for turn in range(TIMES):
        began = time.perf_counter()
        await work(turn)
        took.append(time.perf_counter() - began)
    return Effort(statistics.median(took), (cpu_seconds(server.process.pid) - used) / TIMES)


async def _leave(server: Server, audience: Audience) -> Effort:
    began, used, leaving = time.perf_counter(), cpu_seconds(server.process.pid), len(audience.transports)
    audience.leave()
    while server.log.read_text().count(" closed: 1005 ") < leaving:  # noqa: ASYNC110 (a log tells nobody)
        await asyncio.sleep(0.1)
    wall, cpu = time.perf_counter() - began, cpu_seconds(server.process.pid) - used
    return Effort(wall / leaving, cpu / leaving)


def _room(present: list[Account]) -> str:
    """Make a room with these members, and as many absent ones as make MEMBERS."""
    creator = get_user_model().objects.get(pk=present[0].id)
    room = Conversation.objects.create(
        kind="room", slug=f"hot-{creator.username}", history="shared", creator=creator
    )
    users = get_user_model().objects
    absent = users.bulk_create(
        users.model(username=f"absent-{number}-{creator.pk}"[:32]) for number in range(MEMBERS - len(present))
    )
    ids = [account.id for account in present] + [user.pk for user in absent]
    Membership.objects.bulk_create(Membership(conversation=room, user_id=pk, visible_from=1) for pk in ids)
    Conversation.objects.filter(pk=room.pk).update(members_count=len(ids))
    return str(room.pk)


def _many_conversations(account: Account) -> None:
    made = Conversation.objects.bulk_create(
        Conversation(kind="group", title=f"group {number}", history="shared")
        for number in range(CONVERSATIONS)
    )
    Membership.objects.bulk_create(
        Membership(conversation=group, user_id=account.id, visible_from=1) for group in made
    )
