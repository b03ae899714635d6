"""Recording a call: agreeing to it, taking its parts, making it whole, and forgetting it."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from apps.calls.access import access_call, access_own_recording
from apps.calls.models import HOLDER, Recording, RecordingState
from apps.calls.services import consenting
from apps.calls.services.locked_call import Device, LockedCall
from apps.calls.states import ParticipantState
from apps.core import transactions
from apps.core.errors import CallEnded, Conflict, Forbidden, NotFound
from apps.files.services import attaching, parts
from apps.files.stores import Part
from apps.outbox.adding import add
from apps.outbox.claims import Job

if TYPE_CHECKING:
    from apps.accounts.models import User

MEDIA_TYPE = "video/webm"
DAY_S = 24 * 3600


def consent(user: "User", call_id: str, device: Device, *, given: bool) -> None:
    """Agree that a call is recorded, or no longer: it is while everybody in it agrees.

    Who agrees first, records. Raises `NotFound`, `CallEnded`, and `Forbidden` for whoever is not in it with `device`.
    """
    transactions.run(lambda: _consent(access_call(user.id, call_id).id, user.id, device, given=given))


def part_address(user_id: UUID, call_id: str, number: int, size: int) -> str:
    """Return where a part may be put of what `user_id` records. Raises `NotFound`, `TooLarge`."""
    recording = access_own_recording(user_id, call_id, *OPEN)
    if recording.file is None:
        _begin_upload(recording)
        recording = access_own_recording(user_id, call_id, *OPEN)
    return parts.address(_file(recording), recording.upload, number, size)


def arrived(user_id: UUID, call_id: str) -> list[Part]:
    """Return the parts that have arrived of what `user_id` records. Raises `NotFound`."""
    recording = access_own_recording(user_id, call_id, *OPEN)
    return parts.arrived(recording.file, recording.upload) if recording.file else []


def complete(user_id: UUID, call_id: str) -> Recording:
    """Make what `user_id` recorded whole, and return it; once more if it was before.

    Raises `NotFound`, and `Conflict` while it goes on.
    """
    recording = access_own_recording(user_id, call_id)
    if recording.state == RecordingState.RECORDING:
        raise Conflict("It is still being recorded.")
    _make_whole(recording)
    return access_own_recording(user_id, call_id)


def complete_left(jobs: Sequence[Job]) -> None:
    """Make recordings ({recording}) whole whose recorder did not: the outbox's handler."""
    for job in jobs:
        found = Recording.objects.filter(id=UUID(job.payload["recording"])).first()
        if found is None:
            continue
        # Where its conversation is being deleted, that forgets it.
        with suppress(NotFound):
            _make_whole(found)


def forget_old(jobs: Sequence[Job]) -> None:
    """Forget recordings ({recording}) that have been kept for `RECORDING_DAYS`: the outbox's handler."""
    for job in jobs:
        delete(UUID(job.payload["recording"]))


def delete(recording_id: UUID) -> None:
    """Forget a recording, which stops if it is being made, and tell whom its call concerns; nothing if it is gone."""
    transactions.run(lambda: _delete(recording_id))


def forget(ids: Collection[UUID]) -> None:
    """Forget recordings and their files, as a part of the caller's transaction."""
    rows = Recording.objects.filter(id__in=ids)
    unfinished = rows.exclude(state=RecordingState.READY).exclude(file=None)
    abandoned = [
        {"file": str(file), "upload": upload} for file, upload in unfinished.values_list("file", "upload")
    ]
    add("abandon_parts", *abandoned)
    attaching.release(HOLDER, ids)
    rows.delete()


def abandon(jobs: Sequence[Job]) -> None:
    """Forget uploads ({file, upload}) whose recording is gone: the outbox's handler."""
    for job in jobs:
        parts.abandon(UUID(job.payload["file"]), job.payload["upload"])


OPEN = (RecordingState.RECORDING, RecordingState.UPLOADING)


def _consent(call_id: UUID, user_id: UUID, device: Device, *, given: bool) -> None:
    locked = LockedCall.of(call_id)
    if locked.ended:
        raise CallEnded
    own = locked.participant(user_id)
    if own is None or own.state != ParticipantState.JOINED or own.session != device.session:
        raise Forbidden("Only who takes part with this device may say so.")
    call = locked.call
    if given:
        call.consents = sorted({*(call.consents or ()), str(own.id)})
        call.recorder = call.recorder or own.id
        fields = {"consents": call.consents, "recorder": call.recorder}
        locked.agree({**fields, **consenting.following(call, locked.participants, ended=False)})
    elif call.consents is not None:
        locked.agree(consenting.stopped(call))


def _delete(recording_id: UUID) -> None:
    call_id = Recording.objects.filter(id=recording_id).values_list("call_id", flat=True).first()
    if call_id is None:
        return
    locked = LockedCall.of(call_id)
    stopped = consenting.stopped(locked.call) if locked.call.recording == recording_id else {}
    forget([recording_id])
    locked.agree(stopped)


def _begin_upload(recording: Recording) -> None:
    name = f"{recording.started_at:%Y-%m-%d %H.%M}.webm"
    file, upload = parts.begin(recording.by_id, name, MEDIA_TYPE, HOLDER, recording.id)
    fresh = Recording.objects.filter(id=recording.id, file=None)
    if not transactions.run(lambda: fresh.update(file=file, upload=upload)):
        parts.abandon(file, upload)


def _make_whole(recording: Recording) -> None:
    if recording.state != RecordingState.UPLOADING:
        return
    whole = recording.file is not None and parts.finish(recording.file, recording.upload)
    state = RecordingState.READY if whole else RecordingState.FAILED
    transactions.run(lambda: _settle(recording, state))


def _settle(recording: Recording, state: RecordingState) -> None:
    rows = Recording.objects.filter(id=recording.id, state=RecordingState.UPLOADING)
    if not rows.update(state=state):
        return
    add("forget_recording", {"recording": str(recording.id)}, after=settings.RECORDING_DAYS * DAY_S)
    LockedCall.of(recording.call_id).agree({})


def _file(recording: Recording) -> UUID:
    if recording.file is None:
        raise NotFound
    return recording.file
