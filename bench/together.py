"""The write path alone: what it gives that messages which wait together commit together, without any transport."""

import time

from django.contrib.auth import get_user_model

from apps.accounts.models import User
from apps.conversations.services import messages
from apps.conversations.services.conversations import NewConversation, create
from tests.live import Installation

from .figure import Figure

CONVERSATIONS = 64
SIZES = (1, 8, 64)
SENDS = 1_920
BODY = "A sentence of usual length."


def measure(_stage: Installation) -> list[Figure]:
    """Return sends per second of one thread, into one conversation and into many, by how many commit together."""
    people = get_user_model().objects
    sender, other = people.create(username="bench.sender"), people.create(username="bench.other")
    made = [
        NewConversation(kind="group", title="bench", members=[other.username]) for _ in range(CONVERSATIONS)
    ]
    places = [str(create(sender, each)[0].id) for each in made]
    return [
        Figure(f"sends per second of one thread, {size} together, {name}", f"{rate:.0f}")
        for name, into in (("one conversation", places[:1]), (f"{CONVERSATIONS} conversations", places))
        for size in SIZES
        for rate in [_rate(sender, into, size)]
    ]


def _rate(sender: User, places: list[str], size: int) -> float:
    began = time.perf_counter()
    for first in range(0, SENDS, size):
        turns = range(first, first + size)
        drafts = [messages.draft(sender, places[turn % len(places)], body=BODY) for turn in turns]
        if len(messages.send_free(drafts)) != size:
            raise RuntimeError("A send was refused.")
    return SENDS / (time.perf_counter() - began)
