"""CPU seconds of the server and of all that it stands on, as the kernel counts them (proc(5))."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

import redis
from django.db import connection

from .process import TICKS, cpu_seconds


class Usage:
    """Counts from `begin` on; shares are cores."""

    def __init__(self, servers: Iterable[int]) -> None:
        self._servers = list(servers)
        self._postmaster = _postmaster()
        self._valkey = _valkey()
        self.begin()

    def begin(self) -> None:
        self._began = time.perf_counter()
        self._before = self._now()

    def shares(self) -> dict[str, float]:
        """Return the cores used on average by the server's processes, PostgreSQL, Valkey and this process."""
        seconds = time.perf_counter() - self._began
        now = self._now()
        return {name: (used - self._before[name]) / seconds for name, used in now.items()}

    def _now(self) -> dict[str, float]:
        return {
            "server": sum(cpu_seconds(pid) for pid in self._servers),
            "PostgreSQL": _family_seconds(self._postmaster),
            "Valkey": cpu_seconds(self._valkey),
            "generator": time.process_time(),
        }


def _postmaster() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(_fields(int(cursor.fetchone()[0]))[1])


def _valkey() -> int:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        return int(client.info("server")["process_id"])


def _family_seconds(pid: int) -> float:
    """Return user and system time of a process, its children, and those that it has waited for."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = sum(int(field) for field in _fields(pid)[11:15]) / TICKS
    return own + sum(_seconds_or_none(int(child)) for child in children)


def _seconds_or_none(pid: int) -> float:
    try:
        return cpu_seconds(pid)
    except FileNotFoundError:
        return 0.0  # it has ended since: its parent has its time now


def _fields(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
