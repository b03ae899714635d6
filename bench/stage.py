"""The installation that is measured: PostgreSQL (fsync on), Valkey and uvicorn on this machine."""

import logging
import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django

from tests.live import Installation, installation
from tools.servers import postgres, valkey

# Nothing here outlives its own benchmark, so that uvicorn need not ask whether a socket is still there.
QUIET_SOCKETS = {"UVICORN_WS_PING_INTERVAL": "600", "UVICORN_LOG_LEVEL": "warning"}


@contextmanager
def stage() -> Iterator[Installation]:
    """Start the servers, make this process a Django process on their database, and yield the installation."""
    _allow_many_files()
    with ExitStack() as servers:
        directory = Path(servers.enter_context(tempfile.TemporaryDirectory(prefix="parley-bench-")))
        os.environ.update(
            SECRET_KEY="a-key-for-benchmarks-only-with-more-than-fifty-characters-in-it",
            ALLOWED_HOSTS="testserver,127.0.0.1",
            RATE_LIMIT_FACTOR="0",
            DATABASE_URL=servers.enter_context(postgres(directory, fsync=True)),
            REDIS_URL=servers.enter_context(valkey(directory)),
            DJANGO_SETTINGS_MODULE="chatproject.settings",
        )
        made = servers.enter_context(installation(directory, "bench", **QUIET_SOCKETS))
        os.environ["DATABASE_URL"] = made.environ["DATABASE_URL"]
        django.setup()
        # A line for each request of the load would be in the way of the figures.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        yield made


def _allow_many_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
