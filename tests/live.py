"""Real server processes on a database of their own: what the contract suite and the benchmarks talk to."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from tools.daemon import ServerError, die_with_parent, free_port
from tools.dsql import dsql

ROOT = Path(__file__).resolve().parent.parent
FRAMED = "apps.realtime.framed_protocol:FramedProtocol"
"""What docs/operations.md has uvicorn run sockets with."""
START_SECONDS = 30
STOP_SECONDS = 10
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Server:
    """One running process; `base` is its address without a trailing slash."""

    process: subprocess.Popen[bytes]
    base: str
    log: Path

    @property
    def port(self) -> int:
        port = urlsplit(self.base).port
        assert port is not None, self.base
        return port


@dataclass(frozen=True)
class Installation:
    """One record and broker, and how to start processes on it."""

    environ: dict[str, str]
    directory: Path

    @property
    def in_memory(self) -> bool:
        return "REDIS_URL" not in self.environ

    @contextmanager
    def server(self, **environ: str) -> Iterator[Server]:
        """Run one process, as `start` does, and end it in the end."""
        server = self.start(None, **environ)
        try:
            yield server
        finally:
            stop(server)

    def start(self, port: int | None = None, **environ: str) -> Server:
        """Return one process, ready: uvicorn, or `runserver` (daphne) where fan-out stays in memory.

        It ends with the thread that calls this.
        """
        port = port or free_port()
        log = self.directory / f"server-{port}.log"
        process = started(self._command(port), {**self.environ, **environ}, log)
        server = Server(process, f"http://127.0.0.1:{port}", log)
        try:
            wait_until_ready(server)
        except ServerError:
            stop(server)
            raise
        return server

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` on this installation and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerError(f"manage.py {arguments[0]} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def _command(self, port: int) -> list[str]:
        if self.in_memory:
            return [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        uvicorn = [sys.executable, "-m", "uvicorn", "chatproject.asgi:application"]
        return [*uvicorn, "--host", "127.0.0.1", "--port", str(port)]


@contextmanager
def installation(
    directory: Path, name: str, *, beside: str | None = None, **environ: str | None
) -> Iterator[Installation]:
    """Make a migrated database `name` beside the one of that URL, by default DATABASE_URL's, and yield the
    installation on it. What is None in `environ` is not set there.
    """
    with ExitStack() as cleanup:
        url = beside or os.environ["DATABASE_URL"]
        if url.startswith("sqlite"):
            url = f"sqlite:///{directory}/{name}.sqlite3"
        elif url.startswith("dsql"):
            cluster = cleanup.enter_context(tempfile.TemporaryDirectory(prefix="parley-"))
            url = cleanup.enter_context(dsql(Path(cluster), fsync=False))
        else:
            url = cleanup.enter_context(database(url, name))
        # Should the interpreter itself crash, its log says where.
        known = {**os.environ, "PYTHONFAULTHANDLER": "1", "DATABASE_URL": url, **environ}
        made = Installation({name: value for name, value in known.items() if value is not None}, directory)
        made.manage("migrate", "--verbosity=0")
        yield made


def started(command: list[str], environ: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """Return a process that writes into `log`, and ends with the thread that calls this."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=partial(die_with_parent, signal.SIGTERM),  # noqa: PLW1509 (takes no lock)
            start_new_session=True,
        )


def stop(server: Server) -> int:
    """End the process as a deployment does, with SIGTERM, and return its exit code."""
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGTERM)
    try:
        return server.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.process.kill()
        return server.process.wait()


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    """Make an empty database `name` beside the one at `url`, and yield its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def wait_until_ready(server: Server) -> None:
    """Return when the server answers; raise `ServerError` with its log if it does not."""
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(server):
        if time.monotonic() > deadline or _ended_meanwhile(server):
            raise ServerError(f"The server did not start:\n{server.log.read_text(errors='replace')[-4000:]}")


def _ended_meanwhile(server: Server) -> bool:
    try:
        server.process.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _is_ready(server: Server) -> bool:
    try:
        return httpx.get(f"{server.base}/health/ready", timeout=5).is_success
    except httpx.TransportError:
        return False
