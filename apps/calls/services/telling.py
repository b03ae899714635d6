"""Tells everybody whom a call concerns how it stands, on all of their devices."""

from collections.abc import Sequence

from apps.calls.frames import CallFrame
from apps.calls.models import Call, Participant
from apps.calls.selectors import call_view
from apps.calls.states import IN_CALL
from apps.core import strictjson
from apps.fanout.events import DeviceFrame, Event, Frame, user_topic
from apps.fanout.publish import publish_on_commit


def tell(call: Call, participants: Sequence[Participant]) -> None:
    """Send the call, after the commit; the device with which somebody takes part is told so."""
    elsewhere = strictjson.encode(CallFrame(call=call_view(call, participants, None)))
    for row in participants:
        publish_on_commit(_event(call, participants, row, elsewhere))


def _event(call: Call, participants: Sequence[Participant], to: Participant, elsewhere: bytes) -> Event:
    if to.state not in IN_CALL:
        return Frame(topic=user_topic(to.user_id), payload=elsewhere)
    own = strictjson.encode(CallFrame(call=call_view(call, participants, to.session)))
    return DeviceFrame(user=str(to.user_id), session=str(to.session), payload=own, elsewhere=elsewhere)
