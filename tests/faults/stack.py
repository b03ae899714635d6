"""Real processes on one machine, each of which can be killed: two web servers, PostgreSQL with fsync on, Valkey."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tests.live import FRAMED, Installation, Server, installation, stop
from tests.proxy import Proxy
from tools.daemon import free_port
from tools.servers import Postgres, Valkey

Result = TypeVar("Result")

SERVER_OPTIONS = {
    "RATE_LIMIT_FACTOR": "0",
    "WEBHOOK_NETWORKS": "127.0.0.0/8",
    # As docs/operations.md starts it.
    "UVICORN_WS_MAX_SIZE": "65536",
    "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "5",
    "UVICORN_BACKLOG": "4096",
}


PROTOCOLS = (FRAMED, "websockets-sansio")
"""One process speaks WebSocket by our own class, the other by uvicorn's."""


class Starter:
    """The one thread that starts processes: each ends with the thread that started it, on Linux."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="starter")

    def do(self, work: Callable[..., Result], *args: Any) -> Result:
        return self._thread.submit(work, *args).result()

    def end(self) -> None:
        self._thread.shutdown()


class Node:
    """One web process, always on the same port, and the wire that clients reach it by."""

    def __init__(self, made: Installation, starter: Starter, protocol: str) -> None:
        self._made = made
        self._protocol = protocol
        self._starter = starter
        self._port = free_port()
        self.wire = Proxy(self._port)
        self.server: Server | None = None

    @property
    def pid(self) -> int:
        assert self.server is not None
        return self.server.process.pid

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens itself, past the wire."""
        return "127.0.0.1", self._port

    @property
    def direct(self) -> str:
        """The same as the beginning of a URL."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> str:
        return (self._made.directory / f"server-{self._port}.log").read_text(errors="replace")

    def run(self, **environ: str) -> None:
        environ["UVICORN_WS"] = self._protocol
        self.server = self._starter.do(lambda: self._made.start(self._port, **environ))

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.signal(signal.SIGKILL)
        assert self.server is not None
        self.server.process.wait()

    def stop(self) -> None:
        """End it as a deployment does."""
        assert self.server is not None
        stop(self.server)


@dataclass(frozen=True)
class Stack:
    """Everything that a fault may strike. `broker` is the wire between the web processes and Valkey."""

    postgres: Postgres
    valkey: Valkey
    broker: Proxy
    nodes: tuple[Node, Node]
    starter: Starter
    made: Installation

    @property
    def bases(self) -> tuple[str, ...]:
        return tuple(node.wire.base for node in self.nodes)

    @property
    def record(self) -> str:
        """The address of the database itself."""
        return self.made.environ["DATABASE_URL"]

    @property
    def database(self) -> str:
        return urlsplit(self.record).path.removeprefix("/")

    def run(self, daemon: Postgres | Valkey) -> None:
        self.starter.do(daemon.run)


@contextmanager
def stack(directory: Path, **environ: str) -> Iterator[Stack]:
    """Start all of it below `directory`, and end it in the end."""
    with ExitStack() as running:
        starter = Starter()
        running.callback(starter.end)
        postgres, valkey = Postgres(directory, fsync=True), Valkey(directory)
        for daemon in (postgres, valkey):
            running.callback(daemon.stop)
            starter.do(daemon.run)
        broker = running.enter_context(Proxy(valkey.port))
        settings = {**SERVER_OPTIONS, "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0", **environ}
        beside = f"{postgres.server}/postgres"
        made = running.enter_context(installation(directory, "faults", beside=beside, **settings))
        first, second = (Node(made, starter, protocol) for protocol in PROTOCOLS)
        nodes = (first, second)
        for node in nodes:
            running.enter_context(node.wire)
            node.run()
            running.callback(node.stop)
        yield Stack(postgres, valkey, broker, nodes, starter, made)
