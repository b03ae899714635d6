"""An installation on Lambda, as tests have it: the double of the gateway, some runtimes, and DynamoDB's emulator."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.live import ROOT, Server, stop, wait_until_ready
from tools.daemon import die_with_parent, free_port

RUNTIMES = 3
"""Functions that run side by side."""


@dataclass
class Cloud:
    """One gateway with its functions. `functions` are the processes that carry out events."""

    server: Server
    environ: dict[str, str]
    directory: Path
    functions: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.server.base

    def add_function(self, **environ: str) -> "subprocess.Popen[bytes]":
        """Begin one more process that carries out events."""
        log = self.directory / f"function-{self.server.port}-{len(self.functions)}.log"
        command = [sys.executable, "-m", "tests.gateway.runtime", self.base]
        process = _started(command, {**self.environ, **environ}, log)
        self.functions.append(process)
        return process


@contextmanager
def cloud(environ: dict[str, str], directory: Path, *, functions: int = RUNTIMES) -> Iterator[Cloud]:
    """Run a gateway and its functions on the tables and the database of `environ`."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    log = directory / f"gateway-{port}.log"
    command = [sys.executable, "-m", "uvicorn", "tests.gateway.double:application", "--port", str(port)]
    with ExitStack() as running:
        server = Server(_started([*command, "--lifespan", "off"], dict(os.environ), log), base, log)
        running.callback(stop, server)
        own = {"GATEWAY_ENDPOINT": base, "WEBSOCKET_URL": f"ws://127.0.0.1:{port}/ws"}
        made = Cloud(server, {**environ, **own}, directory)
        running.callback(_end, made)
        for _ in range(functions):
            made.add_function()
        wait_until_ready(server)
        yield made


def _end(cloud: Cloud) -> None:
    for process in cloud.functions:
        process.kill()
        process.wait()


def _started(command: list[str], environ: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
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
