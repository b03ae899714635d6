"""A TCP proxy of ours: the wire that a train, a lift or a restart cuts, delays, or leaves open in vain."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self

CHUNK = 64 * 1024
STEP_SECONDS = 10
UNBOUNDED = 2**62


class Way:
    """One connection through the proxy, both directions."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter, budget: int) -> None:
        self.budget = budget
        """Bytes that may still pass, in both directions together."""
        self.flowing = asyncio.Event()
        self._ends = (near, far)

    def reset(self) -> None:
        self.flowing.set()
        for end in self._ends:
            end.transport.abort()

    def spend(self, chunk: bytes) -> bytes:
        """Return what of `chunk` may pass."""
        passing = chunk[: max(self.budget, 0)]
        self.budget -= len(chunk)
        return passing


class Proxy:
    """Passes bytes on to a port of this machine. All methods may be called from any thread but its own."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.port = 0
        self.delay = 0.0
        """Seconds that every chunk waits, in either direction."""
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._listener: asyncio.Server | None = None
        self._through = True
        self._silent = False
        self._budget: Callable[[], int] = lambda: UNBOUNDED
        self._ways: set[Way] = set()

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

    def cut_after(self, budget: Callable[[], int]) -> None:
        """Reset every connection that is made from now on once so many of its bytes have passed."""
        self._budget = budget

    def silence(self) -> None:
        """Pass nothing on, without a word to either side: what a sleeping machine's peers see."""
        self._do(self._hush)

    def half_open(self) -> None:
        """Pass nothing on of the connections that there are, for ever and without a word; new ones pass."""
        self._do(self._forsake)

    def restore(self) -> None:
        self._do(self._restore)

    def _do(self, step: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            await step()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout=STEP_SECONDS)

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port, backlog=4096)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        assert self._listener is not None
        # A listener that closes between accepting somebody and serving them leaks their socket (CPython 3.11): first it
        # accepts nobody.
        for door in self._listener.sockets:
            self._loop.remove_reader(door.fileno())
        await self._cut()
        # Whom it had let in by then is served from the next turn on, and a transport that is aborted closes its socket
        # in the turn after.
        await asyncio.sleep(0)
        self._listener.close()
        while serving := asyncio.all_tasks(self._loop) - {asyncio.current_task()}:
            await asyncio.wait(serving)
            await asyncio.sleep(0)

    async def _cut(self) -> None:
        self._through = False
        await self._reset()

    async def _reset(self) -> None:
        for way in tuple(self._ways):
            way.reset()

    async def _hush(self) -> None:
        self._silent = True
        await self._forsake()

    async def _forsake(self) -> None:
        for way in self._ways:
            way.flowing.clear()

    async def _restore(self) -> None:
        self._through, self._silent, self.delay = True, False, 0.0
        self._budget = lambda: UNBOUNDED
        for way in self._ways:
            way.flowing.set()

    def _is_cut(self) -> bool:
        return not self._through

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut():
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            writer.transport.abort()
            return
        way = Way(writer, far_writer, self._budget())
        if not self._silent:
            way.flowing.set()
        self._ways.add(way)
        if self._is_cut():
            way.reset()
        try:
            await asyncio.gather(self._pass(way, reader, far_writer), self._pass(way, far_reader, writer))
        finally:
            self._ways.discard(way)
            way.reset()

    async def _pass(self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(CHUNK):
                if self.delay:
                    await asyncio.sleep(self.delay)
                await way.flowing.wait()
                writer.write(way.spend(chunk))
                await writer.drain()
                if way.budget < 0:
                    # What was let through is on its way: closing sends it, and a reset would drop it.
                    break
        # Of an end, too, nothing is heard on the other side of a line that is dead.
        await way.flowing.wait()
        writer.close()
