"""One deployed function with its two gateways, driven as `tests.live.Installation` drives server processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests.live import Installation, Server
from tools.ministack import Ministack

from .cloud import Cloud

FUNCTIONS = "2015-03-31/functions"
PATIENCE = 90.0
"""Seconds for an answer of the emulator, which starts a process for each request that it has no idle one for."""


@dataclass(frozen=True)
class Deployment(Installation):
    """A function `name`; `environ` is that of `manage.py` on the same tables and database, from this machine."""

    name: str
    base: str
    socket: str
    """The address of the WebSocket API, as the ticket's `url` has it."""
    emulator: Ministack

    @classmethod
    def reached(cls, cloud: Cloud, name: str, base: str, socket: str) -> Self:
        """Return the function `name`, told the addresses of the emulator where AWS has others."""
        base = f"http://{base.rpartition('://')[2].rstrip('/')}"
        socket = f"ws://{socket.rpartition('://')[2]}"
        made = cls(dict(cloud.environ), cloud.directory, name, base, socket, cloud.emulator)
        made.configure({**made.variables, **made._addresses()})
        made.environ.update(made.variables)
        return made

    @contextmanager
    def server(self, **environ: str) -> Iterator[Server]:
        """Have the function run with these variables too. There is one, so that nothing else runs meanwhile."""
        before = self.variables
        self.configure({**before, **environ})
        try:
            process = self.emulator._process
            assert process is not None
            yield Server(process, self.base, self.emulator._log)
        finally:
            self.configure(before)

    @property
    def variables(self) -> dict[str, str]:
        """Return the environment variables of the function."""
        answer = httpx.get(self._configuration, timeout=PATIENCE).raise_for_status()
        found: dict[str, str] = answer.json()["Environment"]["Variables"]
        return found

    def configure(self, variables: dict[str, str]) -> None:
        """Set the environment variables of the function, all of them: its next run is a cold start."""
        body = {"Environment": {"Variables": variables}}
        httpx.put(self._configuration, json=body, timeout=PATIENCE).raise_for_status()

    @property
    def _configuration(self) -> str:
        return f"{self.emulator.url}/{FUNCTIONS}/{self.name}/configuration"

    def _addresses(self) -> dict[str, str]:
        api = (urlsplit(self.socket).hostname or "").partition(".")[0]
        stage = urlsplit(self.socket).path.strip("/")
        return {
            "ALLOWED_HOSTS": urlsplit(self.base).hostname or "",
            "CSRF_TRUSTED_ORIGINS": self.base,
            "GATEWAY_ENDPOINT": f"{self.emulator.url}/_aws/execute-api/{api}/{stage}",
            "HTTPS": "0",
            "RATE_LIMIT_FACTOR": "0",
            "WEBSOCKET_URL": self.socket,
        }
