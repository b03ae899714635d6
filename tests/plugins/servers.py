"""Early pytest plugin: the servers that the tests need, started before Django reads its settings.

`PARLEY_TEST_SHAPE` is `servers` (the default: PostgreSQL and Valkey), `memory` (SQLite and process memory), or `lambda`
(PostgreSQL, and what fixtures start: DynamoDB's emulator and functions behind a double of API Gateway).
"""

import os
import signal
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools.daemon import ServerError, die_with_parent
from tools.servers import postgres, valkey

SHAPES = ("servers", "memory", "lambda")
# What a developer has set for `make run` must not reach the tests.
FOREIGN_SETTINGS = (
    "DEBUG",
    "HTTPS",
    "CSRF_TRUSTED_ORIGINS",
    "REGISTRATION",
    "TRUSTED_PROXIES",
    "RATE_LIMIT_FACTOR",
    "WEBHOOK_NETWORKS",
)
TEST_SETTINGS = {
    "SECRET_KEY": "a-key-for-tests-only-with-more-than-fifty-characters-in-it",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Set the environment up; a wrapper, so that it comes before pytest-django's own hook."""
    servers = ExitStack()
    early_config.add_cleanup(servers.close)
    try:
        _prepare(servers)
    except ServerError as error:
        raise pytest.UsageError(str(error)) from error
    return (yield)


def _prepare(servers: ExitStack) -> None:
    shape = os.environ.get("PARLEY_TEST_SHAPE", "servers")
    if shape not in SHAPES:
        raise pytest.UsageError(f"PARLEY_TEST_SHAPE is {shape!r}; it must be one of {', '.join(SHAPES)}")
    directory = Path(servers.enter_context(tempfile.TemporaryDirectory(prefix="parley-")))
    for name in FOREIGN_SETTINGS:
        os.environ.pop(name, None)
    os.environ.update(TEST_SETTINGS)
    if shape == "memory":
        os.environ.pop("REDIS_URL", None)
        os.environ["DATABASE_URL"] = f"sqlite:///{directory}/parley.sqlite3"
        return
    # Workers inherit the controller's PostgreSQL and use a database each. Valkey's channels know no database
    # numbers, so that each worker has a Valkey of its own.
    if "PYTEST_XDIST_WORKER" in os.environ:
        die_with_parent(signal.SIGTERM)
    else:
        os.environ["DATABASE_URL"] = servers.enter_context(postgres(directory, fsync=False))
    if shape == "lambda":
        os.environ.pop("REDIS_URL", None)
    else:
        os.environ["REDIS_URL"] = servers.enter_context(valkey(directory))
