"""Run ministack, an emulator of AWS that needs neither Docker nor an account: for tests and benchmarks."""

import signal
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tools.daemon import Account, Daemon, ServerError, free_port

# An environment of its own: what it pins clashes with what Zappa pins.
PYTHON = Path(__file__).resolve().parent.parent / ".serverless" / "venv" / "bin" / "python"
PROGRAM = Path(__file__).resolve().with_name("emulator.py")
PROBE_SECONDS = 1
FOREIGN = ("-u", "AWS_ENDPOINT_URL", "-u", "DJANGO_SETTINGS_MODULE")
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
}
"""What its callers sign with: it takes any key, and keeps the tables of each region apart."""


class Ministack(Daemon):
    """An emulator that keeps everything in its memory; its log is under `directory`."""

    def __init__(self, directory: Path, port: int | None = None) -> None:
        if not PYTHON.exists():
            raise ServerError("ministack is not installed; `make .serverless/venv/.stamp` does that")
        home = directory / "ministack"
        home.mkdir(parents=True)
        self.port = port or free_port()
        # Daemon gives its own environment on; env(1) adds what this one needs, and its functions are not the caller's.
        settings = {"GATEWAY_PORT": self.port, "BIND_HOST": "127.0.0.1", "MINISTACK_HOST": "localhost"}
        environ = [f"{name}={value}" for name, value in settings.items()]
        command = ["/usr/bin/env", *FOREIGN, *environ, f"TMPDIR={home}"]
        # -P: beside the program lies another module of this name, the present one.
        super().__init__([*command, str(PYTHON), "-P", str(PROGRAM)], home / "log", Account(), signal.SIGTERM)

    @property
    def url(self) -> str:
        """Return what `AWS_ENDPOINT_URL` is set to."""
        return f"http://localhost:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """Return the variables with which everything that talks to AWS talks to it."""
        return {"AWS_ENDPOINT_URL": self.url, **CREDENTIALS}

    def run(self) -> None:
        """Start it, for the first time or again, empty; return when it answers."""
        self.start(self._answers)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=PROBE_SECONDS):  # noqa: S310
                return True
        except (URLError, OSError):
            return False


@contextmanager
def ministack(directory: Path) -> Iterator[Ministack]:
    """Run ministack, and end it in the end."""
    server = Ministack(directory)
    try:
        server.run()
        yield server
    finally:
        server.stop()
