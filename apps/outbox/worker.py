"""The worker: claims what is due, has it done, and sleeps until somebody rings."""

import logging
import threading
import time
from functools import partial

from django.db import DatabaseError, InterfaceError, connection

from apps.core import transactions
from apps.core.errors import Unavailable
from apps.outbox import claims
from apps.outbox.bell import QUIET
from apps.outbox.handlers import registered
from apps.outbox.lane import Lane
from apps.outbox.listening import listening

logger = logging.getLogger(__name__)

THREADS = 8
IDLE_SECONDS = 1.0
"""Between two looks when nobody rings: for what is due again, for leases that ran out, and for lost rings."""
AFTER_RING_SECONDS = 2 * QUIET
"""A process that has rung is quiet for `QUIET`: what it adds meanwhile is found by looking once more."""
GAP_SECONDS = 0.02
"""At least this lies between two claims, so that a busy moment is one batch and not many."""


class Worker:
    """Drains the outbox on `threads` threads for each kind that is done one at a time."""

    def __init__(self, threads: int = THREADS) -> None:
        self._ear = threading.Event()
        self._stopping = threading.Event()
        self._lanes = {handler.kind: Lane(handler, threads, ended=self._ear.set) for handler in registered()}
        self._away = False

    def run(self) -> None:
        """Work until `stop` is called; then finish what runs, and give the rest back."""
        logger.info("the outbox's worker begins: %s", ", ".join(self._lanes))
        try:
            with listening(self._ear):
                self._drain()
        finally:
            self._end()
            connection.close()
            logger.info("the outbox's worker has ended")

    def catch_up(self, seconds: float) -> None:
        """Do what is due until nothing is, or so many seconds have passed; then finish what runs."""
        deadline = time.monotonic() + seconds
        while (self._claim() or self._is_busy()) and time.monotonic() < deadline:
            self._ear.wait(IDLE_SECONDS)
            self._ear.clear()
        self._end()

    def stop(self) -> None:
        """Have `run` return; from any thread, or a signal's handler."""
        self._stopping.set()
        self._ear.set()

    def _drain(self) -> None:
        pause = 0.0
        while not self._stopping.is_set():
            rung = self._ear.wait(pause)
            self._ear.clear()
            claimed = not self._stopping.is_set() and self._claim()
            pause = AFTER_RING_SECONDS if rung or claimed else IDLE_SECONDS
            self._stopping.wait(GAP_SECONDS)

    def _is_busy(self) -> bool:
        return any(lane.is_busy() for lane in self._lanes.values())

    def _end(self) -> None:
        for lane in self._lanes.values():
            lane.end()

    def _claim(self) -> bool:
        """Begin what is due, as far as there is room, and return whether there was anything."""
        rooms = {kind: room for kind, lane in self._lanes.items() if (room := lane.room())}
        if not rooms:
            return False
        try:
            jobs = transactions.read(partial(claims.claim, rooms))
        except (Unavailable, DatabaseError, InterfaceError) as error:
            self._database_is(away=True, why=error)
            return False
        self._database_is(away=False)
        for kind, lane in self._lanes.items():
            lane.start([job for job in jobs if job.kind == kind])
        return bool(jobs)

    def _database_is(self, *, away: bool, why: Exception | None = None) -> None:
        """Say once that the database went away, and once that it is back."""
        if away and not self._away:
            logger.warning("the outbox's database is away: %r", why)
        if self._away and not away:
            logger.warning("the outbox's database is back")
        self._away = away
