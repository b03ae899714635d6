"""Where published events leave from: this process's hub if it has one, else a background thread."""

import asyncio
import atexit
import functools
import threading
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from apps.fanout.events import Event
from apps.fanout.layer import Layer
from apps.fanout.links import Backlog, Uplink
from apps.fanout.tasks import Outage, Tasks

FINISH_SECONDS = 2.0
"""How long the end of a process waits for what it published last; the record repairs what is not sent by then."""


class Drain(NamedTuple):
    """Who takes events on its loop."""

    loop: asyncio.AbstractEventLoop
    take: Callable[[Sequence[Event]], None]


class Outlet:
    """Takes events from any thread, and never makes one wait for the channel layer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._backlog = Backlog("the outlet of published events")
        self._scheduled: Drain | None = None
        self._hubs: list[Drain] = []
        self._background: _Background | None = None

    def put(self, event: Event) -> None:
        with self._lock:
            self._backlog.add(event)
            if self._scheduled is None or self._scheduled.loop.is_closed():
                self._schedule()

    def open(self, hub: Drain) -> None:
        """From now on `hub` takes the events: it delivers to its own sockets at once and sends them on."""
        with self._lock:
            self._hubs.append(hub)

    def close(self, hub: Drain) -> None:
        with self._lock:
            self._hubs = [other for other in self._hubs if other is not hub]
            if self._scheduled is hub:
                self._schedule()

    def _schedule(self) -> None:
        self._hubs = [hub for hub in self._hubs if not hub.loop.is_closed()]
        self._scheduled = drain = self._hubs[-1] if self._hubs else self._thread().drain
        drain.loop.call_soon_threadsafe(self._flow, drain)

    def _flow(self, drain: Drain) -> None:
        with self._lock:
            if self._scheduled is not drain:
                return
            self._scheduled = None
            events = self._backlog.take()
        drain.take(events)

    def _thread(self) -> "_Background":
        # A thread does not survive a fork, so that the child begins its own.
        if self._background is None or not self._background.is_alive():
            self._background = _Background()
            self._background.start()
            atexit.register(self._background.finish)
        return self._background


class _Background(threading.Thread):
    """One event loop with its own connection, for processes without sockets (WSGI, commands).

    asgiref's `async_to_sync` would make a loop, and with it a connection, for each call.
    """

    def __init__(self) -> None:
        super().__init__(name="fanout", daemon=True)
        self._loop = asyncio.new_event_loop()
        self.drain = Drain(self._loop, self._take)

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def finish(self) -> None:
        """Send what waits: a command ends as soon as it has committed, and a daemon thread with it."""
        if self.is_alive():
            with suppress(TimeoutError):
                asyncio.run_coroutine_threadsafe(self._sent(), self._loop).result(FINISH_SECONDS)

    async def _sent(self) -> None:
        await self._uplink.sent()

    def _take(self, events: Sequence[Event]) -> None:
        self._uplink.offer(events)

    @functools.cached_property
    def _uplink(self) -> Uplink:
        return Uplink(Layer(), uuid.uuid4().hex, Tasks(), Outage("the channel layer"))


@functools.cache
def outlet() -> Outlet:
    """Return this process's outlet."""
    return Outlet()
