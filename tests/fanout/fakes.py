"""A record in memory, and sockets that remember: what a hub stands between."""

import asyncio
import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from django.conf import settings
from websockets.client import ClientProtocol
from websockets.frames import Frame as WireFrame
from websockets.protocol import State
from websockets.uri import parse_uri

from apps.core.errors import Unavailable
from apps.core.threads import run_in_pool
from apps.fanout.events import Entry
from apps.fanout.source import Head, Moved
from apps.fanout.subscriber import Subscriber, Transport

ROOM = "room"
PACE_SECONDS = 0.05
"""A test's pace: how long a hub under `at_test_pace` waits before it does again what it does again and again."""
HOPS = 10
"""More than anything here goes to and fro between the loop and its threads before it comes to rest."""


class FakeRecord:
    """Fulfils `Source`; it counts its questions, can be away, and can be made to answer late."""

    def __init__(self) -> None:
        self.logs: dict[str, list[Entry]] = {}
        self.members: dict[str, dict[str, int]] = {}
        self.versions: dict[str, int] = {}
        self.ended: dict[str, int] = {}
        self.changed: set[str] = set()
        self.asked: list[str] = []
        self.asked_about: list[set[str]] = []
        self.since: list[datetime | None] = []
        self.away = False
        self.before_memberships: Callable[[], None] = lambda: None

    def add_member(self, user: str, conversation: str = ROOM, visible_from: int = 1) -> None:
        self.logs.setdefault(conversation, [])
        self.members.setdefault(user, {})[conversation] = visible_from
        self.versions[conversation] = self.versions.get(conversation, 0) + 1

    def remove_member(self, user: str, conversation: str = ROOM) -> None:
        del self.members[user][conversation]
        self.versions[conversation] += 1

    def write(self, conversation: str = ROOM, *, quotes_seq: int = 0) -> Entry:
        log = self.logs.setdefault(conversation, [])
        seq = len(log) + 1
        payload = f"{conversation}:{seq}".encode()
        version = self.versions.get(conversation, 0)
        entry = Entry(conversation, seq, version, payload, quotes_seq, b"unquoted" if quotes_seq else b"")
        log.append(entry)
        return entry

    def moved(self, since: datetime | None) -> Moved:
        self.since.append(since)
        self._ask("moved")
        heads = self.heads(list(self.logs)) if since else {}
        return Moved(heads, frozenset(self.changed) if since else frozenset(), datetime.now(UTC))

    def entries_after(self, conversation: str, after: int, limit: int) -> list[Entry]:
        self._ask("entries_after")
        return self.logs.get(conversation, [])[after : after + limit]

    def memberships(
        self, users: Collection[str], conversation: str | None = None
    ) -> dict[str, dict[str, int]]:
        self._ask("memberships")
        self.asked_about.append(set(users))
        found = {user: dict(self.members.get(user, {})) for user in users}
        self.before_memberships()
        if conversation is None:
            return found
        return {
            user: {conversation: here[conversation]} for user, here in found.items() if conversation in here
        }

    def heads(self, conversations: Collection[str]) -> dict[str, Head]:
        self._ask("heads")
        return {name: Head(len(self.logs[name]), self.versions.get(name, 0)) for name in conversations}

    def sessions_ended(self, since: datetime | None) -> dict[str, int]:
        self._ask("sessions_ended")
        return dict(self.ended)

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        if self.away:
            raise Unavailable


class Socket:
    """A client that remembers what it got; `full` suspends what is sent to it until `drained`."""

    def __init__(self, user: str, session: str = "") -> None:
        self.got: list[str] = []
        self.sent: list[str] = []
        """What came by `send`."""
        self.closed_with: list[int] = []
        self.added: list[str] = []
        self.removed: list[str] = []
        self.statuses: list[tuple[str, bool]] = []
        self.user_changes = 0
        self.error: Exception | None = None
        self._room = asyncio.Event()
        self._room.set()
        self.subscriber = Subscriber(user, session or f"session of {user}", self.send, self, self.transport())

    def transport(self) -> Transport | None:
        return None

    async def send(self, text: str) -> None:
        await self._room.wait()
        if self.error is not None:
            raise self.error
        self.got.append(text)
        self.sent.append(text)

    def full(self) -> None:
        self._room.clear()

    def drained(self) -> None:
        self._room.set()

    def memberships_changed(self, added: list[str], removed: list[str]) -> None:
        self.added += added
        self.removed += removed

    def presence_changed(self, user: str, online: bool) -> None:
        self.statuses.append((user, online))

    def user_changed(self) -> None:
        self.user_changes += 1

    def must_close(self, code: int) -> None:
        self.closed_with.append(code)


class FramedSocket(Socket):
    """A client behind a server that takes frames as they are."""

    def transport(self) -> Transport:
        return FramedWay(self)

    @property
    def is_full(self) -> bool:
        return not self._room.is_set()

    async def room(self) -> None:
        await self._room.wait()


class FramedWay:
    """The transport of a `FramedSocket`."""

    def __init__(self, socket: FramedSocket) -> None:
        self._socket = socket

    @property
    def full(self) -> bool:
        return self._socket.is_full

    async def room(self) -> None:
        await self._socket.room()

    def write(self, frame: bytes) -> None:
        parser = ClientProtocol(parse_uri("ws://server/"), max_size=None, state=State.OPEN)
        parser.receive_data(frame)
        self._socket.got += [
            bytes(event.data).decode() for event in parser.events_received() if isinstance(event, WireFrame)
        ]

    def abort(self) -> None:
        self._socket.error = ConnectionResetError()


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Let the loop run until `true()`; raise TimeoutError when it does not come to that."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 (what is waited for does not know that it is)
            await asyncio.sleep(0.002)


async def quiet() -> None:
    """Let everything happen that is under way in this loop and the pool's threads; nothing that waits for a time."""
    for _ in range(HOPS):
        # All threads meet, so that whatever was given to them before is done, and its callers have gone on.
        everybody = threading.Barrier(settings.ORM_THREADS)
        await asyncio.gather(*(run_in_pool(everybody.wait, 5) for _ in range(everybody.parties)))


async def another_round() -> None:
    """Let all that a hub does again and again, at a test's pace, be done once more from its beginning."""
    for _ in range(2):
        # Due after every timer of this length that already runs; the first time, one may still be at its work.
        await asyncio.sleep(PACE_SECONDS)
        await quiet()


class Gate:
    """Stops a thread until it is opened, and says when one has arrived."""

    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.opened = threading.Event()

    def __call__(self) -> None:
        self.arrived.set()
        assert self.opened.wait(5)
