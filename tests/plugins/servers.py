"""Early pytest plugin: the servers that the tests need, started before Django reads its settings.

`PARLEY_TEST_SHAPE` is one of:

- `servers`, the default: PostgreSQL and Valkey;
- `memory`: SQLite and the memory of a process;
- `dsql`: PostgreSQL that refuses what Aurora DSQL refuses, and Valkey;
- `lambda`: PostgreSQL, DynamoDB's emulator, and functions behind a double of API Gateway (tests/gateway);
- `serverless`: the same, deployed to the emulator by Terraform and Zappa (tests/plugins/cloud.py).
"""

import os
import signal
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools.daemon import ServerError, die_with_parent
from tools.dsql import dsql
from tools.servers import postgres, valkey

SHAPES = ("servers", "memory", "dsql", "lambda", "serverless")
WITHOUT_REDIS = ("memory", "lambda", "serverless")
# What a developer has set for `make run` must not reach the tests.
FOREIGN_SETTINGS = (
    "DEBUG",
    "HTTPS",
    "CSRF_TRUSTED_ORIGINS",
    "REGISTRATION",
    "TRUSTED_PROXIES",
    "PROXY_SECRET",
    "RATE_LIMIT_FACTOR",
    "WEBHOOK_NETWORKS",
    "FILES_BUCKET",
    "FILES_ENDPOINT",
    "FILES_ORIGIN",
    "FILES_REGION",
    "STUN_URLS",
    "TURN_URLS",
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
    os.environ["FILES_FOLDER"] = f"{directory}/files"
    # Workers inherit the controller's database server and use a database each. Valkey's channels know no database
    # numbers, so that each worker has a Valkey of its own.
    if "PYTEST_XDIST_WORKER" in os.environ:
        die_with_parent(signal.SIGTERM)
    if shape == "memory":
        os.environ["DATABASE_URL"] = f"sqlite:///{directory}/parley.sqlite3"
    elif shape == "dsql":
        # A cluster has one database: each worker has a cluster of its own.
        os.environ["DATABASE_URL"] = servers.enter_context(dsql(directory, fsync=False))
    elif "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["DATABASE_URL"] = servers.enter_context(postgres(directory, fsync=False))
    if shape in WITHOUT_REDIS:
        os.environ.pop("REDIS_URL", None)
    else:
        os.environ["REDIS_URL"] = servers.enter_context(valkey(directory))
