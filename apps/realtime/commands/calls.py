"""Calls: starting, answering, ending them, and what devices tell each other meanwhile."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

import msgspec

from apps.calls.frames import Medium
from apps.calls.services import joining, recordings, signalling
from apps.calls.services.locked_call import Device
from apps.realtime.frames import Ack

from .base import Command

if TYPE_CHECKING:
    from apps.realtime.session import RealtimeSession, SessionState


class CallStart(Command, frozen=True, kw_only=True, tag="call_start"):
    rule: ClassVar[str] = "call"

    conversation: str
    media: Annotated[list[Medium], msgspec.Meta(max_length=2)]
    client_id: str | None = None

    def perform(self, session: "RealtimeSession") -> None:
        call = joining.start(
            session.user, self.conversation, self.media, _device(session.state), self.client_id
        )
        session.state.call = str(call.id)
        session.connection.send(Ack(ref=self.ref, call=str(call.id), conversation=str(call.conversation_id)))


class CallAccept(Command, frozen=True, kw_only=True, tag="call_accept"):
    rule: ClassVar[str] = "change"

    call: str

    def perform(self, session: "RealtimeSession") -> None:
        call = joining.accept(session.user, self.call, _device(session.state))
        session.state.call = str(call.id)
        session.connection.send(Ack(ref=self.ref, call=str(call.id)))


class CallDecline(Command, frozen=True, kw_only=True, tag="call_decline"):
    rule: ClassVar[str] = "change"

    call: str

    def perform(self, session: "RealtimeSession") -> None:
        joining.decline(session.user, self.call)
        session.connection.send(Ack(ref=self.ref, call=self.call))


class CallHangup(Command, frozen=True, kw_only=True, tag="call_hangup"):
    rule: ClassVar[str] = "change"

    call: str

    def perform(self, session: "RealtimeSession") -> None:
        joining.hang_up(session.user, self.call)
        session.state.call = None
        session.connection.send(Ack(ref=self.ref, call=self.call))


class CallSignal(Command, frozen=True, kw_only=True, tag="call_signal"):
    rule: ClassVar[str] = "signal"

    call: str
    to: str
    signal: dict[str, Any]

    def perform(self, session: "RealtimeSession") -> None:
        device = UUID(session.state.session)
        signalling.signal(session.user, device, self.call, self.to, self.signal)
        session.connection.send(Ack(ref=self.ref, call=self.call))


class CallRecord(Command, frozen=True, kw_only=True, tag="call_record"):
    rule: ClassVar[str] = "change"

    call: str
    consent: bool

    def perform(self, session: "RealtimeSession") -> None:
        recordings.consent(session.user, self.call, _device(session.state), given=self.consent)
        session.connection.send(Ack(ref=self.ref, call=self.call))


def _device(state: "SessionState") -> Device:
    return Device(session=UUID(state.session), connection=state.connection)
