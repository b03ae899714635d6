"""What REST and WebSocket say about calls: sections 1 and 4 of docs/protocol.md."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from apps.files.frames import Attachment

Medium = Literal["audio", "video"]
StateName = Literal["ringing", "active", "ended"]
ParticipantStateName = Literal["ringing", "joined", "reconnecting", "declined", "missed", "left"]
RecordingStateName = Literal["recording", "uploading", "ready", "failed"]
EndReasonName = Literal["completed", "declined", "cancelled", "missed", "busy", "failed"]


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a call concerns; `device` if it is the reader's device with which they take part."""

    id: str
    user: str
    state: ParticipantStateName
    device: bool


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a call is recorded: `by` is the participant who asked and records, `consents` are those who agreed."""

    state: Literal["asked", "recording"]
    by: str
    consents: list[str]


class PastRecording(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded of a call: `file` is there once it is `ready`."""

    id: str
    state: RecordingStateName
    by: str
    started_at: datetime
    duration_s: int
    file: Attachment | None


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call as one device sees it. Of two states of a call the one with the higher `version` is the newer."""

    id: str
    conversation: str
    version: int
    state: StateName
    media: list[Medium]
    started_by: str | None
    participants: list[Participant]
    ring_until: datetime
    end_reason: EndReasonName | None
    recording: Recording | None


class PastCall(Call, frozen=True, kw_only=True):
    """A call of the list; `duration_s` counts from the answer to the end, or to now."""

    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    duration_s: int
    recordings: list[PastRecording]


class CallFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="call"):
    """A call has changed."""

    call: Call


class SignalFrame(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="call_signal",
    rename={"sender": "from"},
):
    """What one participant's device tells another's; nobody else reads it."""

    call: str
    sender: str
    signal: dict[str, Any]
