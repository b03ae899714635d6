"""Places to talk in, and an ear on what is published."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec
import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from apps.accounts.models import User
from apps.conversations.models import Conversation
from apps.conversations.services.conversations import NewConversation, create
from apps.fanout import publish as publishing
from apps.fanout.events import Entry, Event, Frame, UsersChanged

Published = Callable[[], AbstractContextManager[list[Event]]]


class Recorder:
    """An outlet that keeps what it is given."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def put(self, event: Event) -> None:
        self.events.append(event)


@pytest.fixture
def published(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Published:
    """Return a context whose list holds, once it has ended, what was published by commits within it."""

    @contextmanager
    def listening() -> Iterator[list[Event]]:
        recorder = Recorder()
        monkeypatch.setattr(publishing, "_outlet", lambda _: lambda: recorder)
        with django_capture_on_commit_callbacks(execute=True):
            yield recorder.events

    return listening


def frames_in(events: list[Event]) -> list[dict[str, Any]]:
    """Return the frames that these events carry."""
    return [msgspec.json.decode(event.payload) for event in events if isinstance(event, Entry | Frame)]


def users_in(events: list[Event]) -> set[str]:
    """Return the users whose `version` moved."""
    return {user for event in events if isinstance(event, UsersChanged) for user in event.users}


@pytest.fixture
def group(alice: User, bob: User) -> Conversation:
    """Alice's group, with Bob."""
    return create(alice, NewConversation(kind="group", title="Tea", members=["bob"]))[0]


@pytest.fixture
def room(alice: User) -> Conversation:
    """Alice's room."""
    return create(alice, NewConversation(kind="room", slug="kitchen"))[0]
