"""People who all talk at once, each over a socket of their own, in a thread beside the browser's."""

import asyncio
import json
from threading import Event, Thread
from types import TracebackType
from typing import Self

from websockets.asyncio.client import ClientConnection, connect

from .seed import Account

START_SECONDS = 30


class Crowd:
    """Each sends `rate` messages a second for `seconds`, evenly, without waiting for the answers."""

    def __init__(
        self, base: str, conversation: str, people: list[Account], rate: float, seconds: float
    ) -> None:
        self._address = f"{base.replace('http', 'ws', 1)}/ws"
        self._conversation = conversation
        self._people = people
        self._rate = rate
        self._count = int(rate * seconds)
        self._connected = Event()
        self._begin = Event()
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._connected.wait(START_SECONDS), self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._begin.set()
        self._thread.join()
        if self._failure:
            raise self._failure

    def go(self) -> None:
        self._begin.set()

    def _run(self) -> None:
        try:
            asyncio.run(self._all())
        except Exception as failure:  # noqa: BLE001 (raised again where the crowd is left)
            self._failure = failure

    async def _all(self) -> None:
        together = asyncio.Barrier(len(self._people) + 1)
        async with asyncio.TaskGroup() as senders:
            for turn, person in enumerate(self._people):
                senders.create_task(self._send(person, turn / len(self._people), together))
            await together.wait()
            self._connected.set()
            await asyncio.to_thread(self._begin.wait)
            await together.wait()

    async def _send(self, person: Account, phase: float, together: asyncio.Barrier) -> None:
        address = f"{self._address}?token={person.access}"
        async with connect(address, compression=None, ping_interval=None) as socket:
            await socket.recv()
            listening = asyncio.create_task(self._listen(socket))
            await together.wait()
            await together.wait()
            began = asyncio.get_running_loop().time()
            for number in range(self._count):
                due = began + (number + phase) / self._rate
                await asyncio.sleep(due - asyncio.get_running_loop().time())
                await socket.send(self._frame(number))
            await listening

    def _frame(self, number: int) -> str:
        text = (
            "the last of all"
            if number == self._count - 1
            else f"A sentence of usual length, number {number}."
        )
        return json.dumps({"type": "chat", "conversation": self._conversation, "message": text, "ref": "r"})

    async def _listen(self, socket: ClientConnection) -> None:
        """Read until every send was answered."""
        answered = 0
        while answered < self._count:
            frame = json.loads(await socket.recv())
            if frame["type"] == "error":
                raise RuntimeError(f"A send was refused: {frame}")
            answered += frame["type"] == "ack"
