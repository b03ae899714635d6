"""What came in is taken out of its sender's reach first, and then looked at: nothing changes under our feet.

One job at a time does so: whoever completes a file takes it in, and only if they died does the worker, minutes later.
"""

import hashlib
import threading
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from apps.core import transactions
from apps.core.errors import Invalid
from apps.files import kinds, pictures
from apps.files.models import File, FileState
from apps.files.selectors import THUMBNAIL_TYPE
from apps.files.stores import store
from apps.outbox.adding import add
from apps.outbox.claims import Job

PORTION_BYTES = 256 * 1024
TAKEN_IN_SECONDS = 600
"""No call takes as long to take a file in: whoever had claimed it is dead then."""
_one_at_a_time = threading.Lock()
"""Of large pictures: one may take 650 MB while it is decoded and written (docs/files.md)."""


def claim(file_id: UUID, after: float, **found: object) -> bool:
    """Whether a file that has come, of which `found` is noted, is the caller's to check; `after` so many seconds it is
    the worker's.
    """
    pending = File.objects.filter(id=file_id, state=FileState.PENDING)
    if not pending.update(state=FileState.CHECKING, **found):
        return False
    add("file", {"file": str(file_id)}, after=after)
    return True


def check(file: File) -> None:
    """Take a file in that is `checking`, look at all of it, and leave it `ready` or `refused`.

    May be run again. Raises `NotFound` where nothing came, `Unavailable`.
    """
    take_in(file)
    finish(file)


def check_later(jobs: Sequence[Job]) -> None:
    """Check a file ({file}) that is still `checking`: the outbox's handler."""
    for job in jobs:
        file = File.objects.filter(id=UUID(job.payload["file"]), state=FileState.CHECKING).first()
        if file is not None:
            check(file)


def take_in(file: File) -> None:
    """Move what was posted to where its sender cannot reach it, and note what it is by its beginning."""
    if store().size(file.key) is None:
        store().move(file.upload_key, file.key)
    size = store().size(file.key) or 0
    try:
        _note_kind(file, size)
    except (Invalid, pictures.Unreadable) as error:
        _refuse(file, str(error))
    else:
        _change(file, size=size, media_type=file.media_type, width=file.width, height=file.height)


def finish(file: File) -> None:
    """Look at all of a file that was taken in; a picture is written anew."""
    if file.state != FileState.CHECKING:
        return
    if file.media_type not in kinds.PICTURES:
        _ready(file, sha256=_digest(store().read(file.key)) if _is_read_whole(file) else "")
        return
    try:
        with nullcontext() if is_small(file) else _one_at_a_time:
            _rewrite(file)
    except pictures.Unreadable as error:
        _refuse(file, str(error))


def is_small(file: File) -> bool:
    """Whether all of it is looked at within the call that completes it."""
    if file.size > settings.LIMITS["inline_check_bytes"]:
        return False
    pixels = (file.width or 0) * (file.height or 0)
    return pixels <= settings.LIMITS["inline_check_pixels"]


def _is_read_whole(file: File) -> bool:
    """Whether it is no more than one upload may bring: to read a long recording takes longer than a job may."""
    return file.size <= int(settings.LIMITS["file_bytes"])


def _note_kind(file: File, size: int) -> None:
    if not 1 <= size <= file.size:
        raise Invalid("This is not the file that was announced.", attr="size")
    head = b"".join(store().read(file.key, 0, kinds.HEAD_BYTES))
    kinds.refuse_program(head)
    file.media_type = kinds.found_in(head, name=file.name, said=file.media_type)
    if file.media_type not in kinds.PICTURES:
        return
    most = settings.LIMITS["inline_check_bytes"]
    head = b"".join(store().read(file.key, 0, most))
    try:
        file.width, file.height = pictures.measured(head, file.media_type)
    except pictures.TooManyPixels:
        raise
    except pictures.Unreadable:
        # Its dimensions may stand beyond what was read.
        if size <= most:
            raise


def _digest(portions: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for portion in portions:
        digest.update(portion)
    return digest.hexdigest()


def _rewrite(file: File) -> None:
    with TemporaryFile() as original:
        for portion in store().read(file.key):
            original.write(portion)
        original.seek(0)
        with pictures.rewritten(original, file.media_type) as picture:
            digest = _digest(iter(partial(picture.content.read, PORTION_BYTES), b""))
            size = picture.content.tell()
            _put(file.key, picture.content, file.media_type)
            _put(file.thumbnail_key, picture.thumbnail, THUMBNAIL_TYPE)
            _ready(file, sha256=digest, size=size, width=picture.width, height=picture.height)


def _put(key: str, content: BinaryIO, media_type: str) -> None:
    content.seek(0)
    store().put(key, content, media_type)


def _ready(file: File, **found: object) -> None:
    if _change(file, state=FileState.READY, **found):
        return
    if not File.objects.filter(id=file.id, state=FileState.READY).exists():
        # It was forgotten meanwhile, and its content may have been taken away before this was written. Somebody else
        # may have looked at it too: then it is theirs, and stays.
        store().delete(file.key, file.thumbnail_key)


def _refuse(file: File, reason: str) -> None:
    if _change(file, state=FileState.REFUSED, reason=reason, size=0):
        store().delete(file.upload_key, file.key)


def _change(file: File, **fields: object) -> bool:
    """Write `fields` unless the file is no longer `checking`, and return whether it was."""
    rows = File.objects.filter(id=file.id, state=FileState.CHECKING)
    changed = transactions.read(lambda: rows.update(**fields)) == 1
    if changed:
        for name, value in fields.items():
            setattr(file, name, value)
    return changed
