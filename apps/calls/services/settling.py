"""What happens to a call by itself: nobody answers, whoever is lost does not come back, a server dies."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from apps.calls.models import Participant
from apps.calls.services.locked_call import LockedCall
from apps.calls.states import ParticipantState, Step
from apps.core import clock, transactions
from apps.core.errors import NotFound
from apps.fanout.presence import presence
from apps.outbox.adding import add
from apps.outbox.claims import Job
from apps.outbox.handlers import NotNow

WAITED_FOR = (ParticipantState.RINGING, ParticipantState.RECONNECTING)


def watch(jobs: Sequence[Job]) -> None:
    """Settle calls ({call}), and those with `watch` again and again for as long as they live."""
    for job in jobs:
        wait = settle(UUID(job.payload["call"]))
        if wait is not None and job.payload.get("watch"):
            raise NotNow(wait)


def settle(call_id: UUID) -> float | None:
    """Do what is due for a call, and return in how many seconds to look again; None if it is over."""
    offline = _offline(call_id)
    try:
        return transactions.run(lambda: _settle(LockedCall.of(call_id), offline))
    except NotFound:
        return None


def lose(user: UUID, call_id: UUID, connection: str) -> None:
    """Take note that a socket is gone: if `user` takes part with it, the call waits for them."""
    try:
        transactions.run(lambda: _lose(LockedCall.of(call_id), user, connection))
    except NotFound:
        return


def _settle(locked: LockedCall, offline: set[UUID]) -> float | None:
    now = clock.now()
    late = [row for row in locked.those(*WAITED_FOR) if _deadline(locked, row) <= now]
    if locked.take(Step.TIME_OUT, *late):
        locked.follow(Step.TIME_OUT)
    _wait_for(locked, now, *(row for row in locked.those(ParticipantState.JOINED) if row.user_id in offline))
    return None if locked.ended else (_next(locked, now) - now).total_seconds()


def _lose(locked: LockedCall, user: UUID, connection: str) -> None:
    own = locked.participant(user)
    if own is None or own.connection != connection or own.state != ParticipantState.JOINED:
        return
    now = clock.now()
    _wait_for(locked, now, own)
    add("call", {"call": str(locked.call.id)}, at=now, after=settings.LIMITS["call_reconnect_seconds"])


def _wait_for(locked: LockedCall, now: datetime, *rows: Participant) -> None:
    deadline = now + timedelta(seconds=settings.LIMITS["call_reconnect_seconds"])
    if locked.take(Step.LOSE, *rows, deadline=deadline):
        locked.follow(Step.LOSE)


def _deadline(locked: LockedCall, row: Participant) -> datetime:
    return row.deadline or locked.call.ring_until


def _next(locked: LockedCall, now: datetime) -> datetime:
    look = now + timedelta(seconds=settings.LIMITS["call_look_seconds"])
    return min([look, *(_deadline(locked, row) for row in locked.those(*WAITED_FOR))])


def _offline(call_id: UUID) -> set[UUID]:
    """Return those who are joined and have no socket anywhere, asked before there is a lock to hold."""
    if not presence().is_known():
        return set()
    joined = Participant.objects.filter(call_id=call_id, state=ParticipantState.JOINED)
    users = set(joined.values_list("user_id", flat=True))
    there = presence().online([str(user) for user in users])
    return {user for user in users if str(user) not in there}
