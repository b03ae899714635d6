"""A TCP proxy between a browser and the server: the wire that a train, a lift or a restart cuts."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.live import Server

CHUNK = 64 * 1024


class Proxy:
    """Passes bytes on to a port of this machine. All methods may be called from the test's thread."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._through = True
        self._silent = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        self._do(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """Reset every connection, and every new one until `restore`."""
        self._do(self._cut)

    def cut_once(self) -> None:
        """Reset every connection; new ones pass."""
        self._do(self._reset)

    def silence(self) -> None:
        """Pass nothing on, without a word to either side: what a sleeping machine's peers see."""
        self._do(self._hush)

    def restore(self) -> None:
        self._do(self._restore)

    def _do(self, step: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            await step()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout=10)

    async def _listen(self) -> None:
        self._silent.set()
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._listener.close()
        for task in asyncio.all_tasks(self._loop) - {asyncio.current_task()}:
            task.cancel()

    async def _cut(self) -> None:
        self._through = False
        await self._reset()

    async def _reset(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _hush(self) -> None:
        self._silent.clear()

    async def _restore(self) -> None:
        self._through = True
        self._silent.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._through:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, far_writer}
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        finally:
            self._writers -= {writer, far_writer}
            writer.transport.abort()
            far_writer.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(CHUNK):
                await self._silent.wait()
                writer.write(chunk)
                await writer.drain()
        writer.close()


def port_of(server: Server) -> int:
    port = urlsplit(server.base).port
    assert port is not None, server.base
    return port
