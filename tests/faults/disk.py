"""SQLite on a disk that is full: one process, everything in memory but the record."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.crowd import Crowd
from tests.faults.fault import Fault, unavailable
from tests.faults.stack import Starter
from tests.live import Installation, stop

ROOM_FOR_ALL = 2**30
"""Pages; far more than any test needs."""


@dataclass(frozen=True)
class SmallDisk:
    """One `runserver` on a database file that may grow to as many pages as the file `limit` says."""

    base: str
    record: str
    limit: Path

    @property
    def bases(self) -> tuple[str, ...]:
        return (self.base, self.base)


class DiskFull(Fault[SmallDisk]):
    what = "a full disk under SQLite (`PRAGMA max_page_count`)"
    seconds = (0.0, 5.0)
    sign = staticmethod(unavailable)

    def strike(self) -> None:
        # Below what there is already, SQLite takes what there is.
        self.place.limit.write_text("1")

    def heal(self) -> None:
        self.place.limit.write_text(str(ROOM_FOR_ALL))

    def problems(self, clients: Crowd) -> list[str]:
        """Ask SQLite itself whether anything was written by halves."""
        with closing(sqlite3.connect(self.place.record.removeprefix("sqlite:///"))) as file:
            [found] = file.execute("PRAGMA integrity_check").fetchone()
            broken = file.execute("PRAGMA foreign_key_check").fetchall()
        return [] if (found, broken) == ("ok", []) else [f"the file is damaged: {found}, {broken}"]


@contextmanager
def small_disk(directory: Path) -> Iterator[SmallDisk]:
    """Start it, with a disk that is large enough as yet."""
    limit, starter = directory / "pages", Starter()
    limit.write_text(str(ROOM_FOR_ALL))
    record = f"sqlite:///{directory}/parley.sqlite3"
    environ = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    environ |= {
        "DATABASE_URL": record,
        "RATE_LIMIT_FACTOR": "0",
        "DJANGO_SETTINGS_MODULE": "tests.faults.small_disk",
        "PAGES_FILE": str(limit),
    }
    made = Installation(environ, directory)
    made.manage("migrate", "--verbosity=0")
    server = starter.do(made.start)
    try:
        yield SmallDisk(server.base, record, limit)
    finally:
        stop(server)
        starter.end()
