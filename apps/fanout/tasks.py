"""The tasks of one hub: kept, logged when they fail, and ended together."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

logger = logging.getLogger(__name__)

END_SECONDS = 2.0
"""How long `end` waits for tasks that are slow to notice that they are cancelled."""


class Tasks:
    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` beside everything else; an exception that it lets out is logged as an error."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def every(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run `work` again and again, `seconds` after it last ended, whether it failed or not."""
        self.spawn(self._repeat(seconds, work))

    async def _repeat(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            await asyncio.wait([self.spawn(work())])

    async def end(self) -> None:
        """Cancel what still runs and wait for it, at most END_SECONDS."""
        running = [task for task in self._running if task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=END_SECONDS)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a fan-out task failed", exc_info=error)


class Outage:
    """Something is away: said once when it begins and once when it ends, however often it is noticed."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._on = False

    def began(self, error: Exception) -> None:
        if not self._on:
            logger.warning("%s is away, delivery is delayed: %r", self._what, error)
        self._on = True

    def over(self) -> None:
        if self._on:
            logger.warning("%s is back", self._what)
        self._on = False
