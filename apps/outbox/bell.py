"""The bell that wakes workers: in this process at once, in others by PostgreSQL's NOTIFY.

It rings after the commit. Inside the transaction NOTIFY would take a lock of the whole cluster until the commit is on
disk, one commit at a time: 470 to 730 commits a second instead of 2,100 to 3,100 (docs/adr/0008-outbox.md).
"""

import logging
import threading
import time
from collections.abc import Callable
from weakref import WeakSet

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from apps.core import dsql

logger = logging.getLogger(__name__)

CHANNEL = "parley_outbox"
QUIET = 0.05
"""Seconds after a ring in which a process does not ring again: a worker that woke looks again after `QUIET`."""


def is_heard_elsewhere() -> bool:
    """Whether the database carries the sound to other processes; where it does not, workers only look by themselves."""
    return connection.vendor == "postgresql" and not dsql.in_use() and not settings.SERVERLESS


class Bell:
    """What a process hears of its own outbox."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ears: WeakSet[threading.Event] = WeakSet()
        self._told: list[Callable[[str, float], None]] = []
        self._rang = -QUIET

    def hear(self, ear: threading.Event) -> None:
        """Set `ear`, for as long as somebody holds it, whenever this process adds something."""
        with self._lock:
            self._ears.add(ear)

    def hear_of(self, told: Callable[[str, float], None]) -> None:
        """Have `told` called, by any thread, with the kind of what this process adds and the seconds until then."""
        self._told.append(told)

    def tell(self, kind: str, seconds: float) -> None:
        """Tell those who would not look by themselves, as workers do."""
        for told in self._told:
            told(kind, seconds)

    def ring(self) -> None:
        """Wake the workers of this process, and of others unless this process has just done so. Never raises."""
        with self._lock:
            for ear in self._ears:
                ear.set()
            moment = time.monotonic()
            if not is_heard_elsewhere() or moment < self._rang + QUIET:
                return
            self._rang = moment
        _notify()


bell = Bell()


def ring_on_commit() -> None:
    """Ring once the current transaction has committed."""
    transaction.on_commit(bell.ring)


def tell_on_commit(kind: str, seconds: float = 0) -> None:
    """Say, once the current transaction has committed, that something of this kind is due in so many seconds."""
    transaction.on_commit(lambda: bell.tell(kind, seconds))


def _notify() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
    except (DatabaseError, InterfaceError) as error:
        # The row is in the record, and workers look once a second without being woken.
        logger.warning("the workers were not woken: %s", type(error).__name__)
