"""asyncio's queue and event for connections, of which most wait for nothing: each of asyncio's deques takes 0.7 KB."""

import asyncio
from typing import Any


class Inbox:
    """What arrived and was not taken yet, for one taker."""

    __slots__ = ("_arrival", "_messages")

    def __init__(self) -> None:
        # A list, though it is taken from its front: reading stops while it holds anything.
        self._messages: list[Any] = []
        self._arrival: asyncio.Future[None] | None = None

    def empty(self) -> bool:
        return not self._messages

    def put_nowait(self, message: Any) -> None:
        self._messages.append(message)
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    async def get(self) -> Any:
        while not self._messages:
            self._arrival = asyncio.get_running_loop().create_future()
            await self._arrival
        self._arrival = None
        return self._messages.pop(0)


class Gate:
    """An event that is nearly always set, and is one only while it is not."""

    __slots__ = ("_opening",)

    def __init__(self) -> None:
        self._opening: asyncio.Event | None = None

    def is_set(self) -> bool:
        return self._opening is None

    def clear(self) -> None:
        if self._opening is None:
            self._opening = asyncio.Event()

    def set(self) -> None:
        if self._opening is not None:
            self._opening.set()
            self._opening = None

    async def wait(self) -> None:
        while self._opening is not None:
            await self._opening.wait()
