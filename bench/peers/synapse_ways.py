"""The ways in which somebody sends one durable message and waits for its acknowledgement."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Protocol
from uuid import uuid4

import httpx

from bench.day.connection import Heard, Socket
from bench.exchange import Exchange
from bench.seed import accounts

from .synapse_server import register, room

CONVERSATIONS = 25
TEXT = "A sentence of usual length."

Seat = tuple[str, str]
"""The token of somebody and the id of the conversation that they write to."""
Send = Callable[[], Awaitable[object]]


class Way(Protocol):
    """Sends to one server; `seats` are two people in each of the conversations."""

    seats: list[Seat]

    async def open(self, seat: Seat) -> Send: ...

    def close(self) -> None:
        """End what `open` opened."""


class OverSocket:
    """Parley's `chat` and its `ack`."""

    def __init__(self, base: str) -> None:
        self.seats = _parley_seats(base)
        self._base = base
        self._sockets: list[Socket] = []

    async def open(self, seat: Seat) -> Send:
        token, conversation = seat
        socket = await Socket.open(self._base, token, Heard())
        self._sockets.append(socket)
        return lambda: socket.ask("chat", conversation=conversation, message=TEXT)

    def close(self) -> None:
        for socket in self._sockets:
            socket.close()
        self._sockets.clear()


class OverRest:
    """One POST each, over as many connections as there are people."""

    def __init__(self, base: str) -> None:
        self.seats = _parley_seats(base)
        self._http = Exchange(base)

    async def open(self, seat: Seat) -> Send:
        token, conversation = seat

        async def send() -> object:
            body = {"body": TEXT, "client_id": uuid4().hex}
            path = f"/api/conversations/{conversation}/messages"
            return (await self._http.ask("POST", path, token, body)).json()

        return send

    def close(self) -> None:
        self._http.close()


class OverMatrix:
    """Matrix' own way: one PUT each, with a transaction id."""

    def __init__(self, base: str) -> None:
        self.seats = _synapse_seats(base)
        self._http = Exchange(base)
        self._transactions = count()

    async def open(self, seat: Seat) -> Send:
        token, conversation = seat

        async def send() -> object:
            turn = next(self._transactions)
            path = f"/_matrix/client/v3/rooms/{conversation}/send/m.room.message/{turn}"
            body = {"msgtype": "m.text", "body": TEXT}
            return (await self._http.ask("PUT", path, token, body)).json()

        return send

    def close(self) -> None:
        self._http.close()


def _parley_seats(base: str) -> list[Seat]:
    seats = []
    with httpx.Client(base_url=base, timeout=30) as http:
        for _ in range(CONVERSATIONS):
            one, other = accounts(2)
            asked = {"kind": "group", "title": "bench", "members": [other.id]}
            headers = {"Authorization": f"Bearer {one.access}"}
            made = (
                http.post("/api/conversations", json=asked, headers=headers).raise_for_status().json()["id"]
            )
            seats += [(one.access, str(made)), (other.access, str(made))]
    return seats


def _synapse_seats(base: str) -> list[Seat]:
    seats = []
    with httpx.Client(base_url=base, timeout=30) as http:
        for number in range(CONVERSATIONS):
            names = f"one-{number}", f"other-{number}"
            one, other = (register(http, name) for name in names)
            made = room(http, one, other, names[1])
            seats += [(one, made), (other, made)]
    return seats
