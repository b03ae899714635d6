"""One WebSocket of one device, and what the device keeps when the socket is gone."""

import asyncio
import json
import math
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any, ClassVar, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

Frame = dict[str, Any]

SERVER_FRAME = 96 * 1024


class Lost(Exception):
    """Nobody knows what became of the command: the connection broke, or nothing came back in time."""


class Refused(Exception):
    """The server said no. `retryable` is its own word for "not now"."""

    def __init__(self, code: str, *, retryable: bool) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable


class Line:
    """An open socket. `heard` is called with each frame that arrives, those of a batch one by one."""

    open_seconds: ClassVar[float] = 8.0
    answer_seconds: ClassVar[float] = 6.0
    """Whoever hears nothing for so long takes the connection for dead. Longer than any lock or statement lasts."""

    def __init__(self, socket: ClientConnection, heard: Callable[[Frame], None]) -> None:
        self.welcome: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self.closed = asyncio.Event()
        self._socket = socket
        self._heard = heard
        self._asked: dict[str, asyncio.Future[Frame]] = {}
        self._refs = (f"r{number}" for number in count(1))
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, base: str, access: str, heard: Callable[[Frame], None]) -> Self:
        """Connect and wait for the welcome; raise `Lost` when that fails, `Refused` for a handshake refused."""
        address = f"{base.replace('http', 'ws', 1)}/ws"
        try:
            async with asyncio.timeout(cls.open_seconds):
                socket = await connect(
                    address,
                    additional_headers={"Authorization": f"Bearer {access}"},
                    max_size=SERVER_FRAME,
                    ping_interval=None,
                    compression=None,
                    close_timeout=1,
                )
        except (OSError, TimeoutError, InvalidHandshake, EOFError) as error:
            raise Lost(repr(error)) from error
        line = cls(socket, heard)
        try:
            async with asyncio.timeout(cls.open_seconds):
                await asyncio.shield(line.welcome)
        except (TimeoutError, Lost) as error:
            raise Lost("no welcome") from error
        finally:
            if not line.welcome.done() or line.welcome.exception():
                await line.cut()
        return line

    @property
    def code(self) -> int | None:
        return self._socket.close_code

    async def ask(self, **frame: Any) -> Frame:
        """Send a command and return its answer; raise `Refused` or `Lost`."""
        ref = next(self._refs)
        answer = self._asked[ref] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.answer_seconds):
                await self._socket.send(json.dumps({**frame, "ref": ref}))
                answered: Frame = await answer
        except (OSError, TimeoutError, WebSocketException) as error:
            await self.cut()
            raise Lost(repr(error)) from error
        finally:
            self._asked.pop(ref, None)
        if answered["type"] == "error":
            raise Refused(answered["code"], retryable=answered["retryable"])
        return answered

    async def cut(self) -> None:
        """Drop the connection without a word, as a train in a tunnel does."""
        self._socket.transport.abort()
        await self.closed.wait()

    async def close(self) -> None:
        await self._socket.close()
        await self.closed.wait()

    async def _read(self) -> None:
        try:
            async for text in self._socket:
                self._take(json.loads(text))
        except (OSError, EOFError, WebSocketException):
            pass
        finally:
            self._end()

    def _take(self, frame: Frame) -> None:
        for one in frame["frames"] if frame["type"] == "batch" else [frame]:
            self._heard(one)
            if one["type"] == "welcome" and not self.welcome.done():
                self.welcome.set_result(one)
            waiting = self._asked.get(one.get("ref") or "")
            if waiting is not None and not waiting.done():
                waiting.set_result(one)

    def _end(self) -> None:
        self.closed.set()
        for waiting in [*self._asked.values(), self.welcome]:
            if not waiting.done():
                waiting.set_exception(Lost("the connection ended"))
                waiting.exception()


class Patient(Line):
    """Whoever gives up in a queue only makes it longer: browsers wait for minutes."""

    open_seconds = answer_seconds = 60.0


class Copy:
    """A device's log of each conversation, put together from whatever sockets it had."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[int, Frame]] = defaultdict(dict)
        self.cursors: dict[str, int] = {}
        self.starts: dict[str, int] = {}
        """The conversations that it knows itself to be in, each with its `visible_from`."""
        self.calls: dict[str, Frame] = {}
        """The newest state that it knows of each call."""

    def take(self, frame: Frame) -> None:
        """Apply one frame: what the protocol asks of a client, and no more."""
        match frame["type"]:
            case "welcome":
                self._welcomed(frame)
            case "call":
                self._follow(frame["call"])
            case "conversation_added":
                self.begin(frame["conversation"]["id"], frame["conversation"]["visible_from"])
            case "conversation_removed":
                self.starts.pop(frame["conversation"], None)
            case "resumed":
                self._resumed(frame)
            case _ if "seq" in frame and "at" in frame:
                self._note(frame)

    def _welcomed(self, frame: Frame) -> None:
        self.starts.clear()
        for known in frame["conversations"]:
            self.begin(known["id"], known["visible_from"])
        for call in frame["calls"]:
            self._follow(call)

    def _resumed(self, frame: Frame) -> None:
        for entry in frame["events"]:
            self._note(entry)
        if frame["gone"]:
            self.starts.pop(frame["conversation"], None)

    def begin(self, conversation: str, start: int) -> None:
        """Follow a conversation from its first visible entry on; one that is followed already goes on."""
        self.starts[conversation] = start
        self.cursors[conversation] = max(self.cursors.get(conversation, 0), start - 1)
        self._advance(conversation)

    def _note(self, entry: Frame) -> None:
        # A later reading of the same entry carries the newest body: keep that.
        self.entries[entry["conversation"]][entry["seq"]] = entry
        self._advance(entry["conversation"])
        if entry["type"] == "call_ended":
            reason = entry["end_reason"]
            self._follow({"id": entry["call"], "version": math.inf, "state": "ended", "end_reason": reason})

    def _follow(self, call: Frame) -> None:
        known = self.calls.get(call["id"])
        if known is None or (known["state"] != "ended" and known["version"] < call["version"]):
            self.calls[call["id"]] = call

    def _advance(self, conversation: str) -> None:
        if conversation in self.cursors:
            known = self.entries[conversation]
            while self.cursors[conversation] + 1 in known:
                self.cursors[conversation] += 1
