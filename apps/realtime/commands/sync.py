"""Catching up, keeping alive, and how far one has read."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec
from django.conf import settings

from apps.conversations.selectors import conversations, log
from apps.conversations.services import receipts
from apps.core import clock, strictjson, transactions
from apps.core.errors import Invalid
from apps.realtime.frames import Ack, Pong, Resumed

from .base import Command, Seq

if TYPE_CHECKING:
    from apps.realtime.session import RealtimeSession

EARLIEST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
"""No cursor is older: reads look a little behind it, and there is no time before the year 1."""


LOOK_BACK = timedelta(seconds=10)
"""A change is stamped when it is written and seen when it commits: longer than any statement or lock may take. What
is told twice for that does no harm."""


class Read(Command, frozen=True, kw_only=True, tag="read"):
    rule: ClassVar[str] = "change"

    conversation: str
    seq: Seq

    def perform(self, session: "RealtimeSession") -> None:
        membership = receipts.mark_read(session.user, self.conversation, self.seq)
        session.connection.send(
            Ack(ref=self.ref, conversation=str(membership.conversation_id), seq=membership.read_seq)
        )


class ResumePoint(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    after: Seq


class Resume(Command, frozen=True, kw_only=True, tag="resume"):
    rule: ClassVar[str] = "read"

    epoch: str
    conversations: Annotated[list[ResumePoint], msgspec.Meta(max_length=100)]

    def perform(self, session: "RealtimeSession") -> None:
        # What one command sends must not overflow the queue of a client that reads: the rest waits behind `more`.
        left = settings.LIMITS["socket_bytes"] // 2
        for point in self.conversations:
            limit = log.RESUMED_AT_ONCE if left > 0 else 0
            resumed = transactions.read(partial(self._resumed, session, point, limit))
            left -= len(strictjson.encode(resumed.events))
            session.connection.send(resumed)
        if not self.conversations:
            session.connection.send(Ack(ref=self.ref))

    def _resumed(self, session: "RealtimeSession", point: ResumePoint, limit: int) -> Resumed:
        found = log.resume(session.user_id, self.epoch, point.id, point.after, limit)
        return Resumed(
            ref=self.ref,
            conversation=found.conversation,
            events=found.events,
            head=found.head,
            visible_from=found.visible_from,
            more=found.more,
            reset=found.reset,
            gone=found.gone,
        )


class Ping(Command, frozen=True, kw_only=True, tag="ping"):
    rule: ClassVar[str] = "read"

    cursor: str | None = None

    def perform(self, session: "RealtimeSession") -> None:
        session.state.stale = True
        session.refresh_user()
        since = session.state.cursor if self.cursor is None else _moment(self.cursor)
        session.connection.send(transactions.read(lambda: self._pong(session, since)))

    def _pong(self, session: "RealtimeSession", since: datetime | None) -> Pong:
        now = clock.now()
        moved = conversations.moved_for(session.user_id, max(since or now, EARLIEST) - LOOK_BACK)
        return Pong(
            ref=self.ref,
            cursor=now.isoformat(),
            heads=moved,
            user_version=session.user.version,
        )


def _moment(cursor: str) -> datetime:
    try:
        return strictjson.in_utc(strictjson.convert(cursor, strictjson.Moment), attr="cursor")
    except Invalid:
        raise Invalid("This cursor is none of a pong's.", attr="cursor") from None
