"""1,000 calls of two set up within a minute: rung, answered, eight signals exchanged, hung up."""

import asyncio
import json
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from websockets.asyncio.client import ClientConnection, connect

from apps.accounts.services.sessions import start_session
from apps.calls.services import joining, signalling
from apps.calls.services.locked_call import Device
from apps.conversations.services.conversations import open_direct
from tests.live import Installation

from .figure import Figure, percentile
from .process import cpu_seconds
from .seed import Account, accounts

CALLS = 1_000
SECONDS = 60
PAIRS = 50
SIGNALS = 8
"""An offer, an answer, and three candidates each way."""
SIGNAL = {
    "description": {"type": "offer", "sdp": "v=0\r\n" + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n" * 40}
}

Frame = dict[str, Any]


@dataclass
class Caller:
    """One socket, and all that it was told."""

    socket: ClientConnection
    frames: int = 0
    waiting: list[Frame] = field(default_factory=list)

    async def say(self, type_: str, **fields: object) -> None:
        await self.socket.send(json.dumps({"type": type_, **fields}))

    async def hears(self, type_: str, state: str | None = None) -> Frame:
        """Return the next frame of a type; of a call, when it is in this state."""
        while True:
            frame: Frame = json.loads(await self.socket.recv())
            self.frames += 1
            if frame["type"] == "error":
                raise RuntimeError(f"Refused: {frame}")
            if frame["type"] == type_ and (state is None or frame["call"]["state"] == state):
                return frame


@dataclass
class Times:
    """Seconds, of each call."""

    ringing: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


def measure(stage: Installation) -> list[Figure]:
    """Return what 1,000 calls a minute cost, and how soon they ring and are answered."""
    pairs = _pairs()
    with stage.server() as server:
        times, frames, seconds = asyncio.run(_measure(server.base, server.process.pid, pairs))
    return [
        Figure(f"server CPU for {CALLS:,} calls set up in a minute", f"{seconds:.1f} s"),
        Figure("from call to ringing on the other page, p50", _milliseconds(times.ringing, 0.5)),
        Figure("from call to ringing on the other page, p99", _milliseconds(times.ringing, 0.99), "≤ 200 ms"),
        Figure("from accept to active on the other page, p99", _milliseconds(times.answered, 0.99)),
        Figure("frames per call, sent and received by both pages", f"{3 + SIGNALS} and {frames:.1f}"),
        *_statements(),
    ]


def _milliseconds(times: list[float], share: float) -> str:
    return f"{percentile(times, share) * 1000:.0f} ms"


def _pairs() -> list[tuple[str, Account, Account]]:
    people = accounts(2 * PAIRS)
    users = get_user_model().objects.in_bulk([UUID(account.id) for account in people])
    pairs = zip(people[::2], people[1::2], strict=True)
    return [(str(open_direct(users[UUID(a.id)], users[UUID(b.id)])[0].id), a, b) for a, b in pairs]


async def _measure(
    base: str, server: int, pairs: list[tuple[str, Account, Account]]
) -> tuple[Times, float, float]:
    times = Times()
    async with AsyncExitStack() as sockets:

        async def caller(account: Account) -> Caller:
            return Caller(await sockets.enter_async_context(_socket(base, account)))

        callers = [(place, await caller(one), await caller(other)) for place, one, other in pairs]
        for _, one, other in callers:
            await asyncio.gather(one.hears("welcome"), other.hears("welcome"))
        before, began = cpu_seconds(server), time.perf_counter()
        await asyncio.gather(
            *(
                _talk(place, one, other, times, began + turn * SECONDS / CALLS)
                for turn, (place, one, other) in enumerate(callers)
            )
        )
        seconds = cpu_seconds(server) - before
    frames = sum(one.frames + other.frames for _, one, other in callers) - 2 * PAIRS
    return times, frames / CALLS, seconds


def _socket(base: str, account: Account) -> connect:
    address = f"{base.replace('http', 'ws', 1)}/ws?token={account.access}"
    return connect(address, compression=None, ping_interval=None)


async def _talk(place: str, one: Caller, other: Caller, times: Times, first: float) -> None:
    for turn in range(CALLS // PAIRS):
        due = first + turn * SECONDS * PAIRS / CALLS
        await asyncio.sleep(max(0, due - time.perf_counter()))
        await _call(place, one, other, times)


async def _call(place: str, one: Caller, other: Caller, times: Times) -> None:
    began = time.perf_counter()
    await one.say("call_start", conversation=place, media=["audio", "video"])
    call = (await other.hears("call", "ringing"))["call"]
    times.ringing.append(time.perf_counter() - began)
    began = time.perf_counter()
    await other.say("call_accept", call=call["id"])
    await one.hears("call", "active")
    times.answered.append(time.perf_counter() - began)
    by_user = {each["user"]: each["id"] for each in call["participants"]}
    caller = by_user.pop(call["started_by"])
    (called,) = by_user.values()
    for _ in range(SIGNALS // 2):
        await one.say("call_signal", call=call["id"], to=called, signal=SIGNAL)
        await other.hears("call_signal")
        await other.say("call_signal", call=call["id"], to=caller, signal=SIGNAL)
        await one.hears("call_signal")
    await one.say("call_hangup", call=call["id"])
    await asyncio.gather(*(each.hears("call_ended") for each in (one, other)))


def _statements() -> list[Figure]:
    """Return the SQL statements of each step, transaction brackets left out."""
    one, other = (get_user_model().objects.get(id=account.id) for account in accounts(2))
    place = str(open_direct(one, other)[0].id)
    devices = [Device(start_session(user, name="bench", address=None).id, "c") for user in (one, other)]
    with CaptureQueriesContext(connection) as starting:
        call = joining.start(one, place, ["audio"], devices[0])
    with CaptureQueriesContext(connection) as accepting:
        joining.accept(other, str(call.id), devices[1])
    to = str(call.participants.get(user=other).id)
    with CaptureQueriesContext(connection) as sending:
        signalling.signal(one, devices[0].session, str(call.id), to, SIGNAL)
    with CaptureQueriesContext(connection) as leaving:
        joining.hang_up(one, str(call.id))
    counts = " · ".join(str(len(each)) for each in (starting, accepting, sending, leaving))
    return [Figure("SQL statements to start · accept · signal · hang up", counts)]
