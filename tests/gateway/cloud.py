"""An installation on Lambda, as tests have it: a double of the gateway, some functions, and DynamoDB's emulator."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.live import Installation, Server, installation, started, stop, wait_until_ready
from tools.daemon import free_port
from tools.ministack import Ministack

FUNCTIONS = 3
"""Processes that carry out events side by side."""
PATIENCE = 30.0


@dataclass(frozen=True)
class Cloud(Server):
    """One gateway with its functions, which run with `environ`."""

    environ: dict[str, str]
    functions: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def add_function(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Begin one more process that carries out events."""
        log = self.log.with_name(f"function-{self.port}-{len(self.functions)}.log")
        command = [sys.executable, "-m", "tests.gateway.runtime", self.base, *arguments]
        self.functions.append(process := started(command, self.environ, log))
        return process

    def only_function(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Begin one process in the place of all that there are."""
        self._stop()
        # The next event would be given to one who is gone, if the gateway had not heard of it yet.
        while self._said()["asking"]:
            pass
        return self.add_function(*arguments)

    def invoke(self, event: dict[str, Any]) -> Any:
        """Call the function and return what it answers; None if it failed."""
        return httpx.post(f"{self.base}/invoke", json=event, timeout=PATIENCE).raise_for_status().json()

    def fail(self, **faults: Any) -> list[int]:
        """Have these faults from now on (see `double.Faults`), and return the sizes of all texts posted so far."""
        posts: list[int] = self._said(**faults)["posts"]
        return posts

    def end(self) -> None:
        self._stop()
        stop(self)

    def _said(self, **faults: Any) -> dict[str, Any]:
        answer = httpx.post(f"{self.base}/faults", json=faults, timeout=PATIENCE).raise_for_status()
        said: dict[str, Any] = answer.json()
        return said

    def _stop(self) -> None:
        for process in self.functions:
            process.terminate()
            process.wait()


class CloudInstallation(Installation):
    """A record and its tables; a `server` is a gateway with functions of its own."""

    def start(self, port: int | None = None, **environ: str) -> Cloud:
        port = port or free_port()
        base = f"http://127.0.0.1:{port}"
        log = self.directory / f"gateway-{port}.log"
        command = [sys.executable, "-m", "uvicorn", "tests.gateway.double:application", "--port", str(port)]
        # What a killed function has not answered is not waited for.
        command += ["--lifespan", "off", "--no-access-log", "--timeout-graceful-shutdown", "1"]
        process = started(command, dict(os.environ), log)
        addresses = {"GATEWAY_ENDPOINT": base, "WEBSOCKET_URL": f"ws://127.0.0.1:{port}/ws"}
        cloud = Cloud(process, base, log, {**self.environ, **addresses, **environ})
        for _ in range(FUNCTIONS):
            cloud.add_function()
        wait_until_ready(cloud)
        return cloud

    @contextmanager
    def server(self, **environ: str) -> Iterator[Cloud]:
        cloud = self.start(None, **environ)
        try:
            yield cloud
        finally:
            cloud.end()


@contextmanager
def cloud_installation(directory: Path, emulator: Ministack, **environ: str) -> Iterator[CloudInstallation]:
    """Make a database and tables of its own, and yield the installation on them."""
    name = f"cloud-{uuid.uuid4().hex[:12]}"
    # Not taken from this process's environment: while this installation lives, others are made beside it.
    settings = {**emulator.environ, "DYNAMODB_PREFIX": name, "REDIS_URL": None, **environ}
    with installation(directory, name.replace("-", "_"), **settings) as plain:
        plain.manage("create_tables")
        yield CloudInstallation(plain.environ, directory)
