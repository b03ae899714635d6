"""Nobody is recorded who did not agree: whether a call is, follows from who is in it and who agreed.

A call's `consents` are null while nobody asked; `recorder` is the participant who asked first, and who records.
"""

from collections.abc import Iterable, Mapping

from django.conf import settings

from apps.calls.models import Call, Participant, Recording, RecordingState
from apps.calls.states import IN_CALL
from apps.core.clock import DatabaseNow
from apps.outbox.adding import add

NOTHING: Mapping[str, object] = {"consents": None, "recorder": None, "recording": None}


def following(call: Call, participants: Iterable[Participant], *, ended: bool) -> dict[str, object]:
    """Return which fields of a locked call change now that its participants or their consents did."""
    if call.consents is None:
        return {}
    there = {row.id: row for row in participants if row.state in IN_CALL}
    agreed = {str(id_) for id_ in there} <= set(call.consents)
    if ended or call.recorder not in there or (call.recording is not None and not agreed):
        return stopped(call)
    if agreed and call.recording is None and len(there) > 1:
        return {"recording": _begun(call, there[call.recorder]).id}
    return {}


def stopped(call: Call) -> dict[str, object]:
    """Stop the recording of a locked call, or the question; return which of its fields change."""
    if call.recording is not None:
        going = Recording.objects.filter(id=call.recording, state=RecordingState.RECORDING)
        going.update(state=RecordingState.UPLOADING, stopped_at=DatabaseNow())
        # Whoever records has so long to send the rest; then the worker makes do with what is there.
        add(
            "recording", {"recording": str(call.recording)}, after=settings.LIMITS["recording_upload_seconds"]
        )
    return dict(NOTHING)


def _begun(call: Call, recorder: Participant) -> Recording:
    recording = Recording(call=call, by_id=recorder.user_id)
    recording.save(force_insert=True)
    return recording
