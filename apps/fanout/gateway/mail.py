"""What one invocation has to tell connections: gathered, so that each is posted as few texts as possible."""

from collections.abc import Iterable, Sequence

import msgspec
from django.conf import settings

from apps.core.aws.client import call

from . import posts, registry
from .posts import Outcome, Parcel
from .registry import Connection

HERE = 100
"""Connections that one invocation posts to itself; more are split, as many each, for others to post side by side."""
TEXT_BYTES = 32 * 1024
"""Each of these is billed as one message, so that frames are put together up to here."""
ENVELOPE = b'{"type":"batch","frames":[%b]}'


class Undelivered(Exception):
    """The gateway did not take what some connections were to be posted."""


class Chunk(msgspec.Struct, frozen=True):
    """What a message of the queue holds: texts, and the connections that get them all."""

    texts: list[str]
    connections: list[str]


class Mail:
    def __init__(self) -> None:
        self._frames: dict[Connection, list[bytes]] = {}
        self._ending: set[Connection] = set()
        self._own: set[Connection] = set()

    def add(self, connections: Iterable[Connection], *frames: bytes) -> None:
        """Have each of these connections told, after what it is told already."""
        for connection in connections:
            self._frames.setdefault(connection, []).extend(frames)

    def answer(self, connection: Connection, frames: Sequence[bytes]) -> None:
        """Have the connection on whose behalf all of this happens told, by this invocation itself."""
        self._own.add(connection)
        self.add([connection], *frames)

    def end(self, connection: Connection, goodbye: bytes) -> None:
        """Have the connection told goodbye, and closed."""
        self.answer(connection, [goodbye])
        self._ending.add(connection)

    def send(self) -> set[str]:
        """Post what was gathered, and return the users who have turned out to have no connection any more.

        Raises `Undelivered` when some are left who were not reached; all others were.
        """
        parcels = [(connection, together(frames)) for connection, frames in self._frames.items() if frames]
        ending, self._ending, self._frames = self._ending, set(), {}
        here, elsewhere = self._split(parcels)
        for chunk in chunks(elsewhere):
            _pass_on(chunk)
        gone, failed = _posted(here)
        for connection in ending:
            posts.end(connection)
        left = _without_connections([*gone, *ending])
        if failed:
            raise Undelivered(f"{failed} of {len(here)} connections were not reached")
        return left

    def _split(self, parcels: Sequence[Parcel]) -> tuple[Sequence[Parcel], Sequence[Parcel]]:
        own, self._own = self._own, set()
        if len(parcels) <= HERE or _queue() is None:
            return parcels, []
        here = [parcel for parcel in parcels if parcel[0] in own]
        return here, [parcel for parcel in parcels if parcel[0] not in own]


def together(frames: Iterable[bytes]) -> list[bytes]:
    """Return frames, in their order, as few texts: several in one `batch` while they fit what is billed as one."""
    texts: list[list[bytes]] = []
    size = TEXT_BYTES
    for frame in frames:
        size += len(frame) + 1
        if size > TEXT_BYTES:
            texts.append([])
            size = len(ENVELOPE) + len(frame)
        texts[-1].append(frame)
    return [text[0] if len(text) == 1 else ENVELOPE % b",".join(text) for text in texts]


def chunks(parcels: Iterable[Parcel]) -> list[Chunk]:
    """Return parcels as messages of the queue: who gets the same, up to `HERE` connections each."""
    alike: dict[tuple[bytes, ...], list[Connection]] = {}
    for connection, texts in parcels:
        alike.setdefault(tuple(texts), []).append(connection)
    return [
        Chunk([text.decode() for text in texts], [each.written() for each in some[first : first + HERE]])
        for texts, some in alike.items()
        for first in range(0, len(some), HERE)
    ]


def deliver_chunk(message: str) -> set[str]:
    """Post what a message of the queue holds. Answers and raises as `Mail.send` does."""
    chunk = msgspec.json.decode(message, type=Chunk)
    mail = Mail()
    frames = [text.encode() for text in chunk.texts]
    for written in chunk.connections:
        mail.answer(Connection.read(written), frames)
    return mail.send()


def _posted(parcels: Sequence[Parcel]) -> tuple[list[Connection], int]:
    """Return the connections that are gone, and how many were not reached."""
    outcomes = list(zip(parcels, posts.post_all(parcels), strict=True))
    gone = [parcel[0] for parcel, outcome in outcomes if outcome is Outcome.GONE]
    return gone, sum(outcome is Outcome.FAILED for _, outcome in outcomes)


def _without_connections(ended: Iterable[Connection]) -> set[str]:
    """Forget connections that have ended, and return the users who have none left."""
    return {connection.user for connection in ended if not registry.detach(connection)}


def _pass_on(chunk: Chunk) -> None:
    body = msgspec.json.encode(chunk).decode()
    call("sqs", "SendMessage", {"QueueUrl": _queue(), "MessageBody": body})


def _queue() -> str | None:
    return settings.SERVERLESS.posts_queue if settings.SERVERLESS else None
