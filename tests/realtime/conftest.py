"""A session over a connection that only takes notes, and sockets over Channels' communicator."""

import json
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
import pytest

from apps.accounts.models import User
from apps.accounts.services.sessions import start_session
from apps.conversations.models import Conversation, Installation
from apps.core import limits
from apps.realtime.frames import encode
from apps.realtime.session import RealtimeSession, SessionState

Frame = dict[str, Any]


class NotedConnection:
    """Everything that a session asked of its transport."""

    heartbeat = 25
    max_age: int | None = None

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.closed_with: int | None = None
        self.watched: set[str] = set()
        self.told: dict[str, bool] = {}

    def send(self, frame: msgspec.Struct) -> None:
        self.frames.append(json.loads(encode(frame)))

    def count(self, rule: str, user: str) -> None:
        limits.count(rule, user)

    def close(self, code: int) -> None:
        self.closed_with = code

    def watch(self, users: Collection[str], told: Mapping[str, bool]) -> None:
        self.watched = set(users)
        self.told = dict(told)


class Talk:
    """One session, and how a test speaks to it."""

    def __init__(self, user: User) -> None:
        device = start_session(user, name="test", address=None)
        self.connection = NotedConnection()
        state = SessionState(connection="c", user=str(user.id), session=str(device.id))
        self.session = RealtimeSession(user, state, self.connection)

    def say(self, text: str) -> list[Frame]:
        """Return the frames that answer a text."""
        self.connection.frames.clear()
        self.session.received(text)
        return list(self.connection.frames)

    def ask(self, type_: str, **fields: object) -> Frame:
        """Return the one frame that answers a command."""
        answers = self.say(json.dumps({"type": type_, **fields}))
        assert len(answers) == 1, answers
        return answers[0]


@pytest.fixture
def hers(alice: User) -> Talk:
    return Talk(alice)


@pytest.fixture
def his(bob: User) -> Talk:
    return Talk(bob)


@pytest.fixture
def installed(transactional_db: None) -> None:
    """What migrations put into every installation, which a transactional test finds emptied."""
    Installation.objects.get_or_create(defaults={"epoch": "e"})
    Conversation.objects.get_or_create(slug="general", defaults={"kind": "room", "history": "shared"})
