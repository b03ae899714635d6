"""Calls as somebody's device sees them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Literal, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.calls import frames
from apps.calls.models import HOLDER, Call, Participant, Recording, RecordingState
from apps.calls.states import IN_CALL, CallState
from apps.core import clock
from apps.files.frames import Attachment
from apps.files.selectors import attachments_of


def live_calls(user_id: UUID, session: UUID, *, and_of: Iterable[str] = ()) -> list[frames.Call]:
    """Return the live calls that concern `user_id`, as the device with this session sees them, and those named."""
    wanted = ~Q(state=CallState.ENDED) | Q(id__in=list(and_of))
    concerning = Call.objects.filter(wanted, participants__user_id=user_id)
    return [call_view(call, people, session) for call, people in _with_participants(concerning)]


def past_calls(calls: Sequence[Call], session: UUID) -> list[frames.PastCall]:
    """Return calls as REST tells them; many take as many statements as one does."""
    found = {call.id: (call, people) for call, people in _with_participants([call.id for call in calls])}
    now = clock.now()
    recorded = _recordings_of(calls, now)
    # Where everybody has left the conversation since, there is nobody to read it with.
    return [_past(*found.get(call.id, (call, [])), recorded[call.id], session, now) for call in calls]


def in_another_call(users: Iterable[UUID], call: UUID | None = None) -> set[UUID]:
    """Return those of `users` who are in a call, but for the one named."""
    rows = Participant.objects.filter(user_id__in=list(users), state__in=IN_CALL)
    return {user for user, other in rows.values_list("user_id", "call_id") if other != call}


def call_view(call: Call, participants: Iterable[Participant], session: UUID | None) -> frames.Call:
    """Return a call as a device with this session sees it; None: as one does that takes no part."""
    return frames.Call(**_described(call, participants, session))


def duration_s(call: Call, until: datetime) -> int:
    """Return for how many seconds, rounded, people have talked `until` then."""
    return 0 if call.answered_at is None else round((until - call.answered_at).total_seconds())


def _with_participants(which: Iterable[UUID] | QuerySet[Call]) -> Iterator[tuple[Call, list[Participant]]]:
    """Yield these calls with their participants in the order in which they came to it; none that has nobody.

    One statement: participants that were read later could be newer than the call's version says.
    """
    rows = Participant.objects.select_related("call").filter(call__in=which).order_by("call_id", "id")
    for _, group in groupby(rows, key=lambda row: row.call_id):
        people = list(group)
        yield people[0].call, people


def _past(
    call: Call,
    participants: Iterable[Participant],
    recordings: list[frames.PastRecording],
    session: UUID,
    now: datetime,
) -> frames.PastCall:
    return frames.PastCall(
        **_described(call, participants, session),
        started_at=call.started_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        duration_s=duration_s(call, call.ended_at or now),
        recordings=recordings,
    )


def _recordings_of(calls: Iterable[Call], now: datetime) -> dict[UUID, list[frames.PastRecording]]:
    """Return what was recorded of each of `calls`, oldest first."""
    found: dict[UUID, list[frames.PastRecording]] = {call.id: [] for call in calls}
    rows = list(Recording.objects.filter(call_id__in=found).order_by("started_at", "id"))
    files = attachments_of(HOLDER, [row.id for row in rows])
    for row in rows:
        found[row.call_id].append(_past_recording(row, files.get(row.id, []), now))
    return found


def _past_recording(row: Recording, files: Sequence[Attachment], now: datetime) -> frames.PastRecording:
    ready = row.state == RecordingState.READY and bool(files)
    return frames.PastRecording(
        id=str(row.id),
        state=cast("frames.RecordingStateName", row.state),
        by=str(row.by_id),
        started_at=row.started_at,
        duration_s=round(((row.stopped_at or now) - row.started_at).total_seconds()),
        file=files[0] if ready else None,
    )


def _described(call: Call, participants: Iterable[Participant], session: UUID | None) -> dict[str, Any]:
    return {
        "id": str(call.id),
        "conversation": str(call.conversation_id),
        "version": call.version,
        "state": call.state,
        "media": call.media,
        "started_by": None if call.started_by_id is None else str(call.started_by_id),
        "participants": [_participant(row, session) for row in participants],
        "ring_until": call.ring_until,
        "end_reason": call.end_reason or None,
        "recording": _recording(call),
    }


def _recording(call: Call) -> frames.Recording | None:
    if call.consents is None:
        return None
    state: Literal["asked", "recording"] = "asked" if call.recording is None else "recording"
    return frames.Recording(state=state, by=str(call.recorder), consents=call.consents)


def _participant(row: Participant, session: UUID | None) -> frames.Participant:
    return frames.Participant(
        id=str(row.id),
        user=str(row.user_id),
        state=cast("frames.ParticipantStateName", row.state),
        device=session is not None and row.session == session and row.state in IN_CALL,
    )
