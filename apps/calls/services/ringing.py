"""Making a call, which rings everybody else of its conversation."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from apps.accounts.selectors import blocked_either_way
from apps.calls.models import Call, Participant
from apps.calls.selectors import in_another_call
from apps.calls.services.locked_call import Device, LockedCall
from apps.calls.states import CallState, ParticipantState
from apps.conversations.selectors.fanout_source import members
from apps.core import clock
from apps.core.errors import Conflict, LimitReached
from apps.outbox.adding import add

if TYPE_CHECKING:
    from apps.accounts.models import User


def ring(user: "User", conversation: UUID, media: list[str], device: Device, client_id: str) -> Call:
    """Return a new call of a locked conversation that has none.

    Whom a block parts from `user` it does not concern, and who is in another call misses it: if there is nobody left it
    is over at once. Raises `Conflict` (in another call) and `LimitReached`.
    """
    others = _others(user, conversation)
    busy = in_another_call([user.id, *others])
    if user.id in busy:
        raise Conflict("You are in another call.")
    now, seconds = clock.now(), settings.LIMITS["call_ring_seconds"]
    call = Call.objects.create(
        conversation_id=conversation,
        state=CallState.RINGING,
        media=media,
        started_by=user,
        client_id=client_id,
        started_at=now,
        ring_until=now + timedelta(seconds=seconds),
    )
    starter = Participant(call=call, user=user, state=ParticipantState.JOINED, since=now, **device._asdict())
    rung = [_rung(call, other, now, busy=other in busy) for other in others]
    locked = LockedCall(call, Participant.objects.bulk_create([starter, *rung]))
    locked.begin()
    if not locked.ended:
        add("call", {"call": str(call.id), "watch": True}, at=now, after=seconds)
    return call


def _others(user: "User", conversation: UUID) -> list[UUID]:
    most = settings.LIMITS["call_ringing"]
    # One more than it may ring, and one's own.
    found = members([conversation], most=most + 2)[str(conversation)]
    if len(found) > most + 1:
        raise LimitReached(f"A call rings at most {most} people.")
    left_out = {user.id, *blocked_either_way(user.id)}
    return [other for other in map(UUID, found) if other not in left_out]


def _rung(call: Call, user: UUID, now: datetime, *, busy: bool) -> Participant:
    state = ParticipantState.MISSED if busy else ParticipantState.RINGING
    return Participant(call=call, user_id=user, state=state, since=now)
