"""Passes on what the devices of two participants have to tell each other, unread."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from apps.calls.access import known_id
from apps.calls.frames import SignalFrame
from apps.calls.models import Participant
from apps.calls.states import CallState, ParticipantState
from apps.core import strictjson
from apps.core.errors import CallEnded, Forbidden, NotFound, TooLarge
from apps.fanout.events import DeviceFrame
from apps.fanout.publish import publish

if TYPE_CHECKING:
    from apps.accounts.models import User


def signal(user: "User", session: UUID, call_id: str, to: str, content: dict[str, Any]) -> None:
    """Tell the device of the participant `to` something, from the device with this session: one statement.

    Raises `TooLarge`, `CallEnded`, `Forbidden` to whoever is not joined with this device, and `NotFound` for a call
    that does not concern `user`, and for a participant who is not joined.
    """
    most = settings.LIMITS["call_signal_bytes"]
    if len(strictjson.encode(content)) > most:
        raise TooLarge(f"A signal has at most {most} bytes.", attr="signal")
    own, other = _ends(user.id, known_id(call_id), known_id(to))
    if own.call.state == CallState.ENDED:
        raise CallEnded
    if own.state != ParticipantState.JOINED or own.session != session:
        raise Forbidden("Join this call with this device first.")
    if other is None or other.state != ParticipantState.JOINED:
        raise NotFound
    frame = SignalFrame(call=str(own.call_id), sender=str(own.id), signal=content)
    publish(
        DeviceFrame(user=str(other.user_id), session=str(other.session), payload=strictjson.encode(frame))
    )


def _ends(user: UUID, call: UUID, to: UUID) -> tuple[Participant, Participant | None]:
    rows = Participant.objects.select_related("call").filter(Q(user_id=user) | Q(id=to), call_id=call)
    found = list(rows)
    own = next((row for row in found if row.user_id == user), None)
    if own is None:
        raise NotFound
    return own, next((row for row in found if row.id == to), None)
