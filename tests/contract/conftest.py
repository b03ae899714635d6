"""The installation that the contract is tried on: two processes, or one where fan-out stays in memory."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import httpx
import pytest

from tests.gateway.cloud import cloud_installation
from tests.live import FRAMED, Installation, Server, installation
from tools.ministack import Ministack

from .people import Person, register

SHAPE = os.environ.get("PARLEY_TEST_SHAPE", "servers")
# Without Redis there is no broker to lose, and a function is not told that it ends.
collect_ignore = {
    "memory": ["test_redis_lost.py"],
    "lambda": ["test_redis_lost.py", "test_shutdown.py"],
    "serverless": ["test_redis_lost.py", "test_shutdown.py"],
}.get(SHAPE, [])
if SHAPE == "serverless" and not os.environ.get("PARLEY_TEST_FULL"):
    # The core: what only a whole deployment can get wrong. The rest passes behind the double of API Gateway.
    CORE = {"first_session", "idempotency", "log", "realtime", "sockets_end"}
    every = (file.name for file in Path(__file__).parent.glob("test_*.py"))
    collect_ignore = [name for name in every if name[5:-3] not in CORE]
# API Gateway tells the function how it was called; its emulator does not, and Zappa takes it for HTTPS.
FORWARDED = {"X-Forwarded-Proto": "http"} if SHAPE == "serverless" else {}

Someone = Callable[[str], Awaitable[Person]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def live(request: pytest.FixtureRequest) -> Installation:
    """The installation; on the serverless shape the one that Terraform and Zappa deployed."""
    name = {"lambda": "functions", "serverless": "production"}.get(SHAPE, "local")
    found: Installation = request.getfixturevalue(name)
    return found


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with installation(tmp_path_factory.mktemp("live"), f"contract_{worker}", RATE_LIMIT_FACTOR="0") as made:
        yield made


@pytest.fixture(scope="session")
def functions(emulator: Ministack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Functions behind the double of API Gateway."""
    with cloud_installation(tmp_path_factory.mktemp("live"), emulator, RATE_LIMIT_FACTOR="0") as made:
        yield made


@pytest.fixture(scope="session")
def servers(live: Installation) -> Iterator[tuple[Server, Server]]:
    """Two processes of one installation; in memory it is one, which then answers for both.

    The first writes frames as they are, the second through ASGI's `send`.
    """
    with ExitStack() as running:
        first = running.enter_context(live.server(UVICORN_WS=FRAMED))
        yield (first, first if live.in_memory else running.enter_context(live.server()))


@pytest.fixture(scope="session")
def bases(servers: tuple[Server, Server]) -> tuple[str, ...]:
    return tuple(server.base for server in servers)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=90, headers=FORWARDED, follow_redirects=False) as client:
        yield client


@pytest.fixture
async def someone(http: httpx.AsyncClient, bases: tuple[str, ...]) -> AsyncIterator[Someone]:
    """Make people; their devices are closed when the test ends."""
    async with AsyncExitStack() as devices:

        async def make(name: str) -> Person:
            person = await register(http, bases, name)
            devices.push_async_callback(person.devices.aclose)
            return person

        yield make


@pytest.fixture
async def alice(someone: Someone) -> Person:
    return await someone("alice")


@pytest.fixture
async def bob(someone: Someone) -> Person:
    return await someone("bob")


@pytest.fixture
async def carol(someone: Someone) -> Person:
    return await someone("carol")
