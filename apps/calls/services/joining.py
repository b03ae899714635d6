"""Starting a call, answering it, turning it down, and leaving it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings

from apps.accounts.selectors import blocked_either_way
from apps.calls.access import known_id, may_know
from apps.calls.frames import Medium
from apps.calls.models import Call, Participant
from apps.calls.selectors import in_another_call
from apps.calls.services.locked_call import Device, LockedCall
from apps.calls.services.ringing import ring
from apps.calls.states import IN_CALL, ParticipantState, Step
from apps.conversations.access import access_membership, find_conversation_id
from apps.conversations.services import direct, log
from apps.conversations.services.content import checked_client_id
from apps.core import transactions
from apps.core.errors import CallEnded, Conflict, Forbidden, Invalid, LimitReached

if TYPE_CHECKING:
    from apps.accounts.models import User


def start(
    user: "User", ref: str, media: Sequence[Medium], device: Device, client_id: str | None = None
) -> Call:
    """Return a call of a conversation, which rings its other members; or its live call, which is joined.

    The same `client_id` again answers the same call. Raises `Invalid`, `NotFound`, `Forbidden` (a block too),
    `Conflict` (in another call, or on another device) and `LimitReached`.
    """
    if not media:
        raise Invalid("A call has audio, video or both.", attr="media")
    key = checked_client_id(client_id)
    wanted: list[str] = sorted(set(media))
    return transactions.run(lambda: _start(user, ref, wanted, device, key))


def accept(user: "User", call_id: str, device: Device) -> Call:
    """Take part in a call with this device, or come back to it, and return the call.

    Raises `NotFound`, `CallEnded`, `Conflict` (in another call, or on another device), `Forbidden` (a block) and
    `LimitReached`.
    """
    return transactions.run(lambda: _accept(_locked(user, call_id), user, device))


def decline(user: "User", call_id: str) -> None:
    """Have a call ring no more on any device of `user`. Raises `NotFound`, `CallEnded`."""
    transactions.run(lambda: _step(_locked(user, call_id), user, Step.DECLINE))


def hang_up(user: "User", call_id: str) -> None:
    """Leave a call, with whichever device `user` takes part. Raises `NotFound`, `CallEnded`."""
    transactions.run(lambda: _step(_locked(user, call_id), user, Step.HANG_UP))


def _start(user: "User", ref: str, media: list[str], device: Device, client_id: str) -> Call:
    conversation = log.lock(find_conversation_id(ref))
    access_membership(user.id, str(conversation.id))
    earlier = Call.objects.filter(started_by=user, client_id=client_id).first()
    if earlier is not None:
        if earlier.conversation_id != conversation.id or earlier.media != media:
            raise Conflict(attr="client_id")
        return earlier
    direct.check_blocks([conversation])
    live = LockedCall.in_conversation(conversation.id)
    if live is not None:
        return _accept(live, user, device)
    return ring(user, conversation.id, media, device, client_id)


def _locked(user: "User", call_id: str) -> LockedCall:
    locked = LockedCall.of(known_id(call_id))
    may_know(user.id, locked.call)
    if locked.ended:
        raise CallEnded
    return locked


def _accept(locked: LockedCall, user: "User", device: Device) -> Call:
    own = locked.participant(user.id)
    if own is not None and own.state in IN_CALL:
        _check_device(own, device)
        if own.state == ParticipantState.JOINED and device == (own.session, own.connection):
            return locked.call
    else:
        _check_room(locked, user)
    if own is None:
        locked.admit(user.id, device)
    else:
        locked.take(Step.ACCEPT, own, **device._asdict())
    locked.follow(Step.ACCEPT)
    return locked.call


def _check_device(own: Participant, device: Device) -> None:
    # Whom the call waits for may come back with another device: the first one may be gone for good.
    if own.state == ParticipantState.JOINED and own.session != device.session:
        raise Conflict("You take part with another device.")


def _check_room(locked: LockedCall, user: "User") -> None:
    there = {row.user_id for row in locked.those(*IN_CALL)}
    if not blocked_either_way(user.id).isdisjoint(there):
        raise Forbidden("Somebody in this call does not accept calls from you.")
    if in_another_call([user.id], locked.call.id):
        raise Conflict("You are in another call.")
    if len(there) >= settings.LIMITS["call_participants"]:
        raise LimitReached("This call is full.")


def _step(locked: LockedCall, user: "User", step: Step) -> None:
    own = locked.participant(user.id)
    if own is not None and locked.take(step, own):
        locked.follow(step)
