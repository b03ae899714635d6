"""`chat` frames of many connections, said together: what a commit costs is paid once for all that wait for it."""

import zlib
from enum import Enum, auto
from typing import TYPE_CHECKING

from apps.conversations.services import messages
from apps.core.threads import run_together

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from .commands import Chat
    from .session import RealtimeSession

LANES = 2
"""Commits under way at a time: while the database writes one to its disk, the next is being made."""


TRIES = 8
"""How often a message is tried together with others, if each time somebody else has its conversation locked."""


class Next(Enum):
    """What is left to do for a frame that was in a batch."""

    NOTHING = auto()
    TOGETHER = auto()
    ALONE = auto()


class Turn:
    """One frame on its way to the record."""

    def __init__(self, session: "RealtimeSession", command: "Chat") -> None:
        self._session = session
        self._command = command
        self.place = command.place(session.state) or ""
        self.draft: messages.Draft | None = None
        self._prepared = False

    def prepare(self) -> None:
        """Check all but the record, once; what is refused here is answered, and has no `draft`."""
        if not self._prepared:
            self._prepared = True
            self._attempt(self._prepare)

    def answer(self, outcome: messages.Sent | Exception) -> None:
        """Tell the sender what became of it."""

        def told() -> None:
            if isinstance(outcome, Exception):
                raise outcome
            self._command.answer(self._session, outcome)

        self._attempt(told)

    def _prepare(self) -> None:
        self._session.admit(self._command)
        self.draft = self._command.draft(self._session)

    def _attempt(self, work: "Callable[[], None]") -> None:
        self._session.attempt(work, ref=self._command.ref, conversation=self.place or None)


async def say(session: "RealtimeSession", command: "Chat") -> None:
    """Carry out a `chat` and answer it."""
    turn = Turn(session, command)
    lane = f"sends {zlib.crc32(turn.place.encode(errors='replace')) % LANES}"
    following = Next.TOGETHER
    for _ in range(TRIES):
        following = await run_together(_at_once, turn, key=lane)
        if following is not Next.TOGETHER:
            break
    if following is not Next.NOTHING:
        await run_together(_in_turn, turn, key=turn.place)


def _at_once(turns: list[Turn]) -> list[Next]:
    """Answer what nothing stands in the way of."""
    for turn in turns:
        turn.prepare()
    drafts = [turn.draft for turn in turns if turn.draft is not None]
    sent = messages.send_free(drafts) if drafts else {}
    return [_settled(turn, sent) for turn in turns]


def _settled(turn: Turn, sent: "Mapping[UUID, messages.Sent | None]") -> Next:
    if turn.draft is None:
        return Next.NOTHING
    if turn.draft.id not in sent:
        return Next.ALONE
    outcome = sent[turn.draft.id]
    if outcome is None:
        return Next.TOGETHER
    turn.answer(outcome)
    return Next.NOTHING


def _in_turn(turns: list[Turn]) -> list[None]:
    """Say what waits for one conversation, whoever has it locked, one after another if need be."""
    drafts = [turn.draft for turn in turns if turn.draft is not None]
    for turn, outcome in zip(turns, messages.send_all(drafts), strict=True):
        turn.answer(outcome)
    return [None] * len(turns)
