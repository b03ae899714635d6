"""The shape `serverless`: an AWS of the tests' own, and what Terraform and Zappa deploy there."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.live import database
from tests.serverless.cloud import STAGE, Cloud
from tests.serverless.deployment import Deployment
from tools.ministack import Ministack

resolve = socket.getaddrinfo
NOT_HERE = {
    "test_concurrent_refreshes_get_one_successor": "ten cold starts at once outlast the 10 s of grace here",
    "test_the_bot_says_again_what_it_hears_once": "Node finds no names below localhost",
    "test_the_bot_answers_in_conversations_that_it_is_brought_into": "Node finds no names below localhost",
}
"""What the emulator cannot show, and why."""
FULL_ONLY = {
    "test_a_cut_connection_ends_with_exactly_the_log": "500 messages take a minute and a half: FULL=1"
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    left_out = NOT_HERE if os.environ.get("PARLEY_TEST_FULL") else NOT_HERE | FULL_ONLY
    for item in items:
        if reason := left_out.get(item.name):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def _localhost_has_subdomains() -> Iterator[None]:
    """Take every name below `localhost` for this machine, as RFC 6761 (6.3) has it and glibc does not.

    The emulator tells gateways apart by the names that AWS gives them.
    """

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        within = name is not None and name.endswith(".localhost")
        return resolve("localhost" if within else host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(scope="session")
def cloud(emulator: Ministack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with database(os.environ["DATABASE_URL"], "cloud") as url:
        yield Cloud(emulator, url, tmp_path_factory.mktemp("cloud"))


@pytest.fixture(scope="session")
def production(cloud: Cloud) -> Iterator[Deployment]:
    """Deploy production as documented: `terraform apply`, `zappa update`, `zappa manage … migrate`."""
    outputs = cloud.apply()
    cloud.zappa("update", STAGE)
    addresses = outputs["http_endpoint"], outputs["websocket_endpoint"]
    made = Deployment.reached(cloud, outputs["function_name"], *addresses)
    cloud.zappa("manage", STAGE, "migrate")
    with pytest.MonkeyPatch.context() as patch:
        # Where tests/contract finds the sockets.
        patch.setenv("PARLEY_TEST_SOCKET", made.socket)
        yield made
