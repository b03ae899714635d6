"""Who is measured, and how its clients talk; the programs that are not Parley's, run and spoken to."""

import json
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from tests.live import ROOT
from tools.daemon import die_with_parent

HERE = ROOT / "bench" / "peers"
STOP_SECONDS = 10
Publish = Callable[[Sequence[str]], None]


@dataclass(frozen=True)
class Contestant:
    """A server that is running. `hello` is what a client says first, `ready` what it hears once it is in the room."""

    name: str
    pid: int
    port: int
    publish: Publish
    """Have these bodies said in the room, all at once; returns before they are heard."""
    paths: list[str]
    """An address for each of so many clients, to be shared evenly."""
    ready: str
    hello: str = ""
    alive: str = ""
    """What a client says from time to time, where it has to."""
    settled: str = ""
    """What a client hears once it has been told what it missed, if it ever is."""
    catching_up: Callable[[], str] = field(default=str)
    """Return what a client says to be told what it misses from now on; empty for who cannot."""


Spawned = subprocess.Popen[str]


@contextmanager
def program(command: Sequence[str], environ: Mapping[str, str]) -> Iterator[Spawned]:
    """Run a program that takes lines and says `ready` when it does; end it in the end."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=partial(die_with_parent, signal.SIGTERM),  # noqa: PLW1509 (takes no lock)
        start_new_session=True,
    )
    try:
        assert process.stdout
        if process.stdout.readline() != "ready\n":
            raise RuntimeError(f"{command[-2:]} did not start")
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=STOP_SECONDS)


def through(process: Spawned) -> Publish:
    """Return how to have a program publish: a line of standard input, a JSON list of bodies."""

    def publish(bodies: Sequence[str]) -> None:
        assert process.stdin
        process.stdin.write(f"{json.dumps(bodies)}\n")
        process.stdin.flush()

    return publish
