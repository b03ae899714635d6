"""What becomes of a `chat` whose conversation somebody else has locked."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from apps.accounts.models import User
from apps.conversations.models import Conversation
from apps.conversations.services import messages
from apps.conversations.services.conversations import NewConversation, create
from apps.realtime import chats
from apps.realtime.commands import Chat
from tests.conversations.locking import locked
from tests.realtime.conftest import Talk


@pytest.fixture
def group(alice: User) -> Conversation:
    return create(alice, NewConversation(kind="group", title="Tea"))[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tries", [2, chats.TRIES + 1])
def test_it_is_said_once_the_lock_is_free(
    hers: Talk, group: Conversation, settings: Settings, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    if connection.vendor != "postgresql":
        # SQLite locks all or nothing.
        return
    settings.RATE_LIMIT_FACTOR = 1 / settings.RATE_LIMITS["send"].count
    answers: list[Mapping[UUID, messages.Sent | None]] = []
    send_free, send_all = messages.send_free, messages.send_all
    with ExitStack() as held:
        held.enter_context(locked(group))

        def at_once(drafts: Sequence[messages.Draft]) -> dict[UUID, messages.Sent | None]:
            if len(answers) == tries - 1:
                held.close()
            answers.append(sent := send_free(drafts))
            return sent

        def in_turn(drafts: Sequence[messages.Draft]) -> list[messages.Sent | Exception]:
            held.close()
            return send_all(drafts)

        monkeypatch.setattr(messages, "send_free", at_once)
        monkeypatch.setattr(messages, "send_all", in_turn)
        asyncio.run(chats.say(hers.session, Chat(message="hello", conversation=str(group.id))))
    # Counted once by the rate limit, which lets no second one pass.
    assert [frame["type"] for frame in hers.connection.frames] == ["ack"]
    assert len(answers) == min(tries, chats.TRIES)
