"""One installation on Lambda for all tests of this folder, with devices of people on it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.contract.people import Person, register
from tools.ministack import Ministack

from .cloud import Cloud, CloudInstallation, cloud_installation

Someone = Callable[[str], Awaitable[Person]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def live(emulator: Ministack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CloudInstallation]:
    with cloud_installation(tmp_path_factory.mktemp("gateway"), emulator, RATE_LIMIT_FACTOR="0") as made:
        yield made


@pytest.fixture(scope="session")
def gateway(live: CloudInstallation) -> Iterator[Cloud]:
    with live.server() as made:
        yield made


@pytest.fixture
async def someone(gateway: Cloud) -> AsyncIterator[Someone]:
    async with AsyncExitStack() as left, httpx.AsyncClient(timeout=30) as http:

        async def make(name: str) -> Person:
            person = await register(http, (gateway.base,), name)
            left.push_async_callback(person.devices.aclose)
            return person

        yield make


@pytest.fixture
async def alice(someone: Someone) -> Person:
    return await someone("alice")


@pytest.fixture
async def bob(someone: Someone) -> Person:
    return await someone("bob")
