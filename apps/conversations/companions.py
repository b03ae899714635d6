"""What other apps keep of conversations: they are told of departures, and forget it when a conversation is deleted."""

from typing import Protocol
from uuid import UUID


class Companion(Protocol):
    def departed(self, conversation: UUID, user: UUID | None) -> None:
        """Take note that `user`, or everybody (None), is about to leave.

        Called under the conversation's lock, while they may still see what is written to the log.
        """

    def forget_some(self, conversation: UUID) -> bool:
        """Forget a portion of what is kept of a closed conversation, and return whether there was any."""


_companions: list[Companion] = []


def register(companion: Companion) -> None:
    """Have a companion told, from the start of the process on."""
    _companions.append(companion)


def registered() -> tuple[Companion, ...]:
    """Return all companions."""
    return tuple(_companions)
