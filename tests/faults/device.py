"""One device: it stays connected as well as it can, and puts its logs together from what it is sent."""

import asyncio
import random
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from tests.faults.journal import Journal
from tests.faults.line import Copy, Frame, Line, Lost, Refused

PING_SECONDS = 1.0
"""A heartbeat of the contract is 25 s; a run has no time for that."""
AGAIN_SECONDS = (0.05, 0.4)
PAGES_MOST = 200


class Device:
    """`name` is `<person>.<number>`; `node` the process that it goes to first."""

    def __init__(self, name: str, access: str, bases: tuple[str, ...], node: int, journal: Journal) -> None:
        self.name = name
        self.copy = Copy()
        self.line: Line | None = None
        self.node = node
        self.epoch = ""
        self._access = access
        self._bases = bases
        self._journal = journal
        self._tasks: set[asyncio.Task[None]] = set()
        # How long it waits decides nothing that the seed has to reproduce.
        self._pause = random.Random(name)

    def begin(self) -> None:
        self._spawn(self._stay())

    async def end(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.line is not None:
            await self.line.cut()

    async def reconnect(self) -> None:
        """Lose the connection without a word to the server; the device comes back on the other process."""
        if self.line is not None:
            await self.line.cut()

    async def catch_up(self, line: Line | None = None) -> None:
        """Fetch what follows the cursor of each conversation; raise `Lost` or `Refused`."""
        line = line or self.line
        if line is None:
            raise Lost("not connected")
        for conversation in tuple(self.copy.starts):
            await self._resume(line, conversation)

    async def _resume(self, line: Line, conversation: str) -> None:
        for _page in range(PAGES_MOST):
            asked = [{"id": conversation, "after": self.copy.cursors[conversation]}]
            answer = await line.ask(type="resume", epoch=self.epoch, conversations=asked)
            if answer["reset"]:
                # Left and back again meanwhile: what it may see begins later now.
                self.copy.begin(conversation, answer["visible_from"])
            elif not answer["more"]:
                return

    async def _stay(self) -> None:
        while True:
            with suppress(Lost, Refused):
                await self._live()
            self.line = None
            self.node = (self.node + 1) % len(self._bases)
            await asyncio.sleep(self._pause.uniform(*AGAIN_SECONDS))

    async def _live(self) -> None:
        line = await Line.open(self._bases[self.node], self._access, self._hear)
        self._journal.note(self.name, "open", node=self.node)
        try:
            await self.catch_up(line)
            self.line = line
            while not line.closed.is_set():
                await line.ask(type="ping")
                with suppress(TimeoutError):
                    async with asyncio.timeout(PING_SECONDS):
                        await line.closed.wait()
        finally:
            await line.cut()
            self._journal.note(self.name, "closed", code=line.code)

    def _hear(self, frame: Frame) -> None:
        self._journal.note(self.name, "frame", frame=frame)
        if frame["type"] == "welcome":
            self.epoch = frame["epoch"]
        self.copy.take(frame)
        if frame["type"] == "conversation_added" and self.line is not None:
            self._spawn(self._follow(self.line, frame["conversation"]["id"]))

    async def _follow(self, line: Line, conversation: str) -> None:
        with suppress(Lost, Refused):
            await self._resume(line, conversation)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
