"""A channel layer that tests may cut off, and a hub that repairs itself at a test's pace."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from apps.fanout import hub as hub_module
from apps.fanout import links
from apps.fanout.hub import Hub
from tests.fanout.fakes import PACE_SECONDS, FakeRecord
from tests.proxy import Proxy
from tools.servers import valkey

Running = Callable[[FakeRecord], AbstractAsyncContextManager[Hub]]


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory: Path = tmp_path_factory.mktemp("fanout")
    with valkey(directory) as url:
        yield url


@pytest.fixture
def memory_layer(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


@pytest.fixture
def at_test_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOVED_SECONDS", "ENDED_SECONDS", "CHECK_SECONDS", "PROBE_SECONDS"):
        monkeypatch.setattr(hub_module, name, PACE_SECONDS)
    monkeypatch.setattr(links, "SILENCE_SECONDS", 0.5)
    monkeypatch.setattr(links, "RETRY_SECONDS", 0.05)


@pytest.fixture
def running() -> Running:
    """Return a context that runs a hub over a record."""

    @asynccontextmanager
    async def run(record: FakeRecord) -> AsyncIterator[Hub]:
        hub = Hub(record)
        hub.start()
        try:
            yield hub
        finally:
            await hub.stop()

    return run


@pytest.fixture
def wire(valkey_url: str) -> Iterator[Proxy]:
    """A way to Valkey that can be cut and restored, or silenced, like a server that dies or stalls."""
    port = urlsplit(valkey_url).port
    assert port is not None, valkey_url
    with Proxy(port) as made:
        yield made
