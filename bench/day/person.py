"""One person of the mixed day: a socket, requests, and what is done next."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar
from uuid import uuid4

from bench.exchange import Exchange

from .connection import Heard, Socket
from .mix import Mix
from .town import Resident

HEARTBEAT = 25
"""Seconds: what section 3 of docs/protocol.md asks of a client."""
TYPING = 2
"""Seconds from the first key to the message."""
LEAST_PAUSE = 1
"""Seconds between two actions, at the least."""
PAGE = 50
SENTENCES = "The train leaves at nine", "I have read the second draft", "Lunch is at the corner today"


class Tally:
    """What all people together have waited for since the last `clear`."""

    def __init__(self) -> None:
        self.heard = Heard()
        self.clear()

    def clear(self) -> None:
        self.times: list[float] = []
        self.failed = 0
        self.sent = 0
        self.heard.messages = 0
        self.reasons: set[str] = set()

    def fail(self, reason: str) -> None:
        self.failed += 1
        self.reasons.add(reason[:200])

    async def timed(self, awaited: Awaitable[Any]) -> Any:
        """Return what it gives, or None where it fails, which counts as well."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            given = await awaited
        except (OSError, RuntimeError) as error:  # TimeoutError and ConnectionError are OSErrors
            self.fail(repr(error))
            return None
        self.times.append(loop.time() - began)
        return given


class Person:
    """Acts for ever, at the pace of the mix; `live` is to be cancelled."""

    def __init__(self, resident: Resident, base: str, http: Exchange, mix: Mix, tally: Tally) -> None:
        self._me, self._base, self._http, self._mix, self._tally = resident, base, http, mix, tally
        self._pause = mix.pause()
        self._socket: Socket | None = None
        self._where = resident.places["direct"][0]
        self._page: list[dict[str, Any]] = []
        self._own: str | None = None

    async def arrive(self) -> None:
        """Do what a client does first."""
        await self._connect()
        await self._list()
        await self._open()

    async def live(self) -> None:
        heartbeat = asyncio.create_task(self._beat())
        try:
            await asyncio.sleep(random.uniform(0, 2 * self._pause))
            while True:
                await self._stay_connected()
                await self.ACTIONS[self._mix.action()](self)
                await asyncio.sleep(random.uniform(LEAST_PAUSE, 2 * self._pause - LEAST_PAUSE))
        finally:
            heartbeat.cancel()
            self.leave()

    def leave(self) -> None:
        if self._socket:
            self._socket.close()

    async def _beat(self) -> None:
        await asyncio.sleep(random.uniform(0, HEARTBEAT))
        while True:
            if self._socket and self._socket.alive:
                self._socket.tell("ping")
            await asyncio.sleep(HEARTBEAT)

    async def _connect(self) -> None:
        self._socket = await self._tally.timed(Socket.open(self._base, self._me.access, self._tally.heard))

    async def _stay_connected(self) -> None:
        if self._socket and self._socket.alive:
            return
        if self._socket:
            self._tally.fail("The server closed a socket.")
        await self._reconnect()

    async def _reconnect(self) -> None:
        self.leave()
        await self._connect()
        head = self._page[0]["seq"] if self._page else 0
        if self._socket:
            await self._ask(
                "resume", epoch=self._socket.epoch, conversations=[{"id": self._where, "after": head}]
            )

    async def _open(self) -> None:
        self._where = random.choice(self._me.places[self._mix.place()])
        self._page = await self._messages("")
        await self._mark()

    async def _scroll(self) -> None:
        oldest = self._page[-1]["seq"] if self._page else 1
        self._page = await self._messages(f"&before={oldest}") or await self._messages("")

    async def _around(self) -> None:
        await self._messages(f"&around={random.choice(self._page)['seq'] if self._page else 1}")

    async def _list(self) -> None:
        await self._get(f"/api/conversations?limit={PAGE}")

    async def _search(self) -> None:
        await self._get("/api/search?q=draft")

    async def _find_people(self) -> None:
        await self._get("/api/users?search=p-1")

    async def _mark(self) -> None:
        if self._page:
            await self._ask("read", conversation=self._where, seq=self._page[0]["seq"])

    async def _write(self) -> None:
        where = self._where
        if self._socket and self._socket.alive:
            self._socket.tell("typing_indicator", conversation=where, typing=True)
        await asyncio.sleep(TYPING)
        text = f"{random.choice(SENTENCES)}, and so does the next one of them."
        ack = await self._ask("chat", conversation=where, message=text, client_id=uuid4().hex)
        if ack:
            self._own = ack["message_id"]
            self._tally.sent += 1

    async def _edit(self) -> None:
        if self._own:
            await self._ask("edit", message_id=self._own, message=random.choice(SENTENCES))

    async def _react(self) -> None:
        if self._page:
            message = random.choice(self._page)
            await self._ask("react", message_id=message["id"], emoji="👍", on=True)

    async def _ask(self, type_: str, **fields: Any) -> Any:
        if self._socket is None:
            return None
        return await self._tally.timed(self._socket.ask(type_, **fields))

    async def _messages(self, which: str) -> list[dict[str, Any]]:
        answer = await self._get(f"/api/conversations/{self._where}/messages?limit={PAGE}{which}")
        return list(answer["results"]) if answer else []

    async def _get(self, path: str) -> Any:
        return await self._tally.timed(self._fetch(path))

    async def _fetch(self, path: str) -> Any:
        return (await self._http.ask("GET", path, self._me.access)).json()

    ACTIONS: ClassVar[Mapping[str, Callable[["Person"], Awaitable[None]]]] = {
        "open": _open,
        "scroll": _scroll,
        "list": _list,
        "write": _write,
        "around": _around,
        "mark": _mark,
        "react": _react,
        "edit": _edit,
        "search": _search,
        "find_people": _find_people,
        "reconnect": _reconnect,
    }
    """What bench/day/mix.toml counts."""
