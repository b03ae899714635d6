"""A channel layer that tests may cut off, and a hub that repairs itself at a test's pace."""

import asyncio
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


class Wire:
    """A TCP proxy to Valkey that can be cut and mended, or frozen and thawed, like a server that dies or stalls."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self._server: asyncio.Server | None = None
        self._port = 0
        self._flowing = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()

    async def mend(self) -> str:
        """Accept connections, always on the same port; return the address."""
        self._flowing.set()
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return f"redis://127.0.0.1:{self._port}/0"

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for pump in self._pumps:
            pump.cancel()
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    def freeze(self) -> None:
        self._flowing.clear()

    def thaw(self) -> None:
        self._flowing.set()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = self._target.hostname, self._target.port
        to_server = await asyncio.open_connection(host, port)
        self._writers |= {writer, to_server[1]}
        for source, sink in ((reader, to_server[1]), (to_server[0], writer)):
            pump = asyncio.get_running_loop().create_task(self._pump(source, sink))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while chunk := await source.read(65536):
                await self._flowing.wait()
                sink.write(chunk)
        except OSError:
            pass
        finally:
            sink.close()


@pytest.fixture
def wire(valkey_url: str) -> Callable[[], Wire]:
    return lambda: Wire(valkey_url)
