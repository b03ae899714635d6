"""Reactions: one emoji of one person once, each change an entry."""

import pytest
from pytest_django import Settings

from apps.accounts.models import Block, User
from apps.conversations.models import Conversation, LogEntry, Message, Reaction
from apps.conversations.services.messages import delete_message, react, send_direct, send_message
from apps.core.errors import Forbidden, Invalid, LimitReached, NotFound

from .conftest import Published, frames_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(alice: User, group: Conversation) -> Message:
    return send_message(alice, str(group.id), body="hello").message


def test_giving_and_taking_back(alice: User, bob: User, said: Message, published: Published) -> None:
    with published() as events:
        react(alice, str(said.id), "👍", on=True)
        react(bob, str(said.id), "👍", on=True)
        react(alice, str(said.id), "👍", on=False)
    told = [(frame["user"], frame["emoji"], frame["on"], frame["count"]) for frame in frames_in(events)]
    assert told == [
        (str(alice.id), "👍", True, 1),
        (str(bob.id), "👍", True, 2),
        (str(alice.id), "👍", False, 1),
    ]
    said.refresh_from_db()
    assert said.updated_seq == 4


def test_no_change_no_entry(alice: User, said: Message) -> None:
    react(alice, str(said.id), "👍", on=False)
    react(alice, str(said.id), "👍", on=True)
    react(alice, str(said.id), "👍", on=True)
    assert LogEntry.objects.filter(type="reaction").count() == 1
    assert Reaction.objects.count() == 1


@pytest.mark.parametrize("emoji", ["👍", "👩‍👩‍👧", "❤️", "1️⃣", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "‼️", "\u2139\ufe0f"])
def test_emoji_as_people_use_them(emoji: str, alice: User, said: Message) -> None:
    react(alice, str(said.id), emoji, on=True)
    assert Reaction.objects.get().emoji == emoji


@pytest.mark.parametrize(
    "emoji", ["", "a", "hello", "1", "👍 ", "\u202e", "<b>", "👍\x00", "\u200d", "!", "👍" * 33]
)
def test_what_is_no_emoji(emoji: str, alice: User, said: Message) -> None:
    with pytest.raises(Invalid) as refused:
        react(alice, str(said.id), emoji, on=True)
    assert refused.value.attr == "emoji"


def test_who_may_not_react(alice: User, bob: User, carol: User, said: Message) -> None:
    with pytest.raises(NotFound):
        react(carol, str(said.id), "👍", on=True)
    direct = send_direct(alice, "bob", body="hello").message
    Block.objects.create(blocker=alice, blocked=bob)
    with pytest.raises(Forbidden):
        react(bob, str(direct.id), "👍", on=True)
    delete_message(alice, str(said.id))
    with pytest.raises(Forbidden):
        react(bob, str(said.id), "👍", on=True)


def test_distinct_emoji_are_limited(alice: User, bob: User, said: Message, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "reactions_per_message": 2}
    react(alice, str(said.id), "👍", on=True)
    react(alice, str(said.id), "🍵", on=True)
    react(bob, str(said.id), "👍", on=True)
    with pytest.raises(LimitReached):
        react(bob, str(said.id), "🎉", on=True)
