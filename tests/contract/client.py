"""A client written from docs/protocol.md alone: it keeps cursors, closes gaps and drops repeats."""

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Frame = dict[str, Any]
Matches = Callable[[Frame], bool]

PATIENCE = 60.0 if os.environ.get("PARLEY_TEST_SHAPE") == "serverless" else 8.0
"""Seconds until a frame that should come is given up; nothing waits that long when all is well.

The emulator of AWS starts a process for each frame that it has no idle one for.
"""
GAP_PATIENCE = 2.0
GREETING = "greeting"
"""`ref` of what a client says at once, without waiting: behind API Gateway the welcome answers the first frame."""


def socket_address(base: str) -> str:
    """Return where the sockets of the installation at `base` are: below it, or where the environment says."""
    return os.environ.get("PARLEY_TEST_SOCKET") or f"{base.replace('http', 'ws', 1)}/ws"


def carries_codes() -> bool:
    """Return whether the transport brings close codes; `goodbye` does everywhere."""
    return os.environ.get("PARLEY_TEST_SHAPE") not in {"lambda", "serverless"}


class Device:
    """One WebSocket of one person."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.inbox: list[Frame] = []
        self.received: list[Frame] = []
        self.logs: dict[str, dict[int, Frame]] = defaultdict(dict)
        self.cursors: dict[str, int] = {}
        self._arrived = asyncio.Condition()
        self._ended = False
        self._refs = (f"ref-{number}" for number in count(1))
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, base: str, query: str, *, bearer: str | None = None) -> Self:
        """Connect to the sockets of the server at `base` and greet it; the welcome is not awaited."""
        address = f"{socket_address(base)}?{query}"
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        made = cls(await connect(address, additional_headers=headers, max_size=96 * 1024, ping_interval=None))
        # It may have been closed at once.
        with suppress(ConnectionClosed):
            await made.send(type="ping", ref=GREETING)
        return made

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self.socket.close()
        await self._reader

    async def cut(self) -> None:
        """Drop the connection without a word, as a train in a tunnel does."""
        self.socket.transport.abort()
        await self._reader

    async def send(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def send_text(self, text: str | bytes) -> None:
        await self.socket.send(text)

    async def ask(self, **frame: Any) -> Frame:
        """Send a command and return its answer, an `error` too."""
        ref = next(self._refs)
        await self.send(**frame, ref=ref)
        return await self.frame(lambda answer: answer.get("ref") == ref)

    async def frame(self, matches: Matches, *, within: float = PATIENCE) -> Frame:
        """Take the first frame that matches out of the inbox, waiting for it if need be."""
        async with self._arrived:
            await self._until(lambda: self._ended or any(map(matches, self.inbox)), within)
            found = next(filter(matches, self.inbox), None)
            assert found is not None, f"Not among the frames received: {self.inbox}"
            self.inbox.remove(found)
            return found

    async def expect(self, kind: str, *, within: float = PATIENCE, **fields: Any) -> Frame:
        """Take the first frame of this type with these fields."""

        def matches(frame: Frame) -> bool:
            return frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items())

        return await self.frame(matches, within=within)

    async def closed(self, *, within: float = PATIENCE) -> int:
        """Return the code with which the server ended the connection."""
        await asyncio.wait_for(asyncio.shield(self._reader), within)
        said = [int(frame["code"]) for frame in self.received if frame["type"] == "goodbye"]
        if said and not carries_codes():
            return said[-1]
        code = self.socket.close_code
        assert code is not None
        return code

    async def settle(self) -> list[Frame]:
        """Return what had arrived when the server answered a ping: what was sent before it came before it."""
        await self.ask(type="ping")
        return self.inbox

    async def chat(self, conversation: str, message: str, **fields: Any) -> Frame:
        answer = await self.ask(type="chat", conversation=conversation, message=message, **fields)
        assert answer["type"] == "ack", answer
        return answer

    def follow(self, conversation: str, *, after: int) -> None:
        self.cursors.setdefault(conversation, after)
        self._advance(conversation)

    async def complete(self, conversation: str, head: int) -> list[Frame]:
        """Return the whole log up to `head`: a gap that lasts is closed by `resume`."""
        while self.cursors[conversation] < head:
            if not await self._progress(conversation):
                await self.resume(conversation)
        entries = self.logs[conversation]
        return [entries[seq] for seq in sorted(entries) if seq <= head]

    async def resume(self, conversation: str) -> Frame:
        """Fetch what follows the cursor and return the last `resumed`."""
        while True:
            asked = [{"id": conversation, "after": self.cursors[conversation]}]
            await self.send(type="resume", epoch=self.epoch, conversations=asked)
            answer = await self.expect("resumed", conversation=conversation)
            if not answer["more"]:
                return answer

    @property
    def epoch(self) -> str:
        return str(next(frame for frame in self.received if frame["type"] == "welcome")["epoch"])

    async def _progress(self, conversation: str) -> bool:
        before = self.cursors[conversation]
        async with self._arrived:
            return await self._until(lambda: self.cursors[conversation] > before, GAP_PATIENCE)

    async def _until(self, true: Callable[[], bool], within: float) -> bool:
        """Wait for what arrives to make `true` true; return whether it did in time."""
        try:
            async with asyncio.timeout(within):
                return await self._arrived.wait_for(true)
        except TimeoutError:
            return False

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                await self._take(json.loads(text))
        except ConnectionClosed:
            pass
        async with self._arrived:
            self._ended = True
            self._arrived.notify_all()

    async def _take(self, frame: Frame) -> None:
        frames = frame["frames"] if frame["type"] == "batch" else [frame]
        async with self._arrived:
            for one in frames:
                self._record(one)
            self._arrived.notify_all()

    def _record(self, frame: Frame) -> None:
        if frame.get("ref") == GREETING:
            return
        self.received.append(frame)
        if frame["type"] == "welcome":
            for known in frame["conversations"]:
                self.follow(known["id"], after=known["head"])
        if frame["type"] == "conversation_added":
            self.follow(frame["conversation"]["id"], after=frame["conversation"]["visible_from"] - 1)
        for entry in frame["events"] if frame["type"] == "resumed" else [frame]:
            self._apply(entry)
        self.inbox.append(frame)

    def _apply(self, entry: Frame) -> None:
        if "seq" not in entry or "at" not in entry:
            return
        conversation = entry["conversation"]
        self.logs[conversation].setdefault(entry["seq"], entry)
        self._advance(conversation)

    def _advance(self, conversation: str) -> None:
        cursor = self.cursors.get(conversation)
        if cursor is None:
            return
        while cursor + 1 in self.logs[conversation]:
            cursor += 1
        self.cursors[conversation] = cursor
