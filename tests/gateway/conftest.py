"""One installation on Lambda for all tests of this folder, with the people of the contract suite on it."""

from collections.abc import Iterator

import pytest

from tests.contract.conftest import alice, anyio_backend, bob, http, someone  # noqa: F401 (fixtures)
from tools.ministack import Ministack

from .cloud import Cloud, CloudInstallation, cloud_installation


@pytest.fixture(scope="session")
def live(emulator: Ministack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CloudInstallation]:
    with cloud_installation(tmp_path_factory.mktemp("gateway"), emulator, RATE_LIMIT_FACTOR="0") as made:
        yield made


@pytest.fixture(scope="session")
def gateway(live: CloudInstallation) -> Iterator[Cloud]:
    with live.server() as made:
        yield made


@pytest.fixture(scope="session")
def bases(gateway: Cloud) -> tuple[str, ...]:
    return (gateway.base,)
