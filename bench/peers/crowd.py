"""The load's process, as its conductor sees it."""

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.live import ROOT

from .contestant import Contestant
from .load import MARK, STAMP_DIGITS

PATIENCE = 300
"""Seconds within which whatever the load was asked for has happened."""
AT_ONCE = 50
BODY_CHARS = 100


def body() -> str:
    """Return a message that says when it was made."""
    stamped = f"{MARK.decode()}{time.monotonic_ns():0{STAMP_DIGITS}d} "
    return stamped.ljust(BODY_CHARS, "x")


@dataclass(frozen=True)
class Crowd:
    """The sockets of one contestant."""

    process: "subprocess.Popen[str]"
    contestant: Contestant

    def open(self, count: int, at_once: int = AT_ONCE, hello: str = "") -> None:
        """Connect so many more, and wait until all are welcomed, or have the answer to another `hello`."""
        self._ask(
            do="open",
            count=count,
            port=self.contestant.port,
            paths=self.contestant.paths,
            at_once=at_once,
            hello=hello or self.contestant.hello,
            alive=self.contestant.alive,
            ready=self.contestant.settled if hello else self.contestant.ready,
        )

    def hear(self, count: int) -> list[int]:
        """Wait for so many messages more, and return the nanoseconds that they took to the sockets sampled."""
        latencies: list[int] = self._ask(do="hear", count=count)["latencies"]
        return latencies

    def cut(self) -> None:
        """Reset all connections at once."""
        self._ask(do="cut")

    def _ask(self, **asked: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps(asked)}\n")
        self.process.stdin.flush()
        readable, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline() if readable else ""
        if not line:
            raise TimeoutError(f"{self.contestant.name} did not {asked['do']} within {PATIENCE} s, or closed")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def crowd(contestant: Contestant) -> Iterator[Crowd]:
    """Run the load's process for this contestant."""
    command = [sys.executable, "-m", "bench.peers.load"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield Crowd(process, contestant)
    finally:
        process.kill()
        process.communicate()
