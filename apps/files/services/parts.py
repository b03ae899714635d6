"""A file that comes in parts while it is still being made, straight to the store."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from apps.core import transactions
from apps.core.errors import Invalid, NotFound, TooLarge
from apps.core.ids import new_id
from apps.files.models import File
from apps.files.services import checking
from apps.files.stores import Part, store

if TYPE_CHECKING:
    from collections.abc import Sequence


def begin(owner_id: UUID, name: str, media_type: str, kind: str, holder: UUID) -> tuple[UUID, str]:
    """Return a file that is to come, hanging on its holder already, and the name of its upload."""
    file = File(id=new_id(), owner_id=owner_id, name=name, media_type=media_type, size=0)
    file.holder_kind, file.holder = kind, holder
    upload = store().begin_parts(file.key, media_type)
    transactions.run(lambda: file.save(force_insert=True))
    return file.id, upload


def address(file_id: UUID, upload: str, number: int, size: int) -> str:
    """Return where part `number`, of `size` bytes, may be put for `LIMITS["address_seconds"]`.

    Raises `Invalid`, `TooLarge` where it and what has arrived are more than a recording may have, and `NotFound` once
    the upload is over.
    """
    if not 1 <= number <= settings.LIMITS["recording_parts"]:
        raise Invalid(f"Parts are numbered from 1 to {settings.LIMITS['recording_parts']}.", attr="number")
    if not 1 <= size <= settings.LIMITS["part_bytes"]:
        raise Invalid(f"A part has 1 to {settings.LIMITS['part_bytes']} bytes.", attr="size")
    there = sum(part.size for part in arrived(file_id, upload) if part.number != number)
    if there + size > settings.LIMITS["recording_bytes"]:
        raise TooLarge(f"There are at most {settings.LIMITS['recording_bytes']} bytes.", attr="size")
    return store().part_address(_key(file_id), upload, number, size, settings.LIMITS["address_seconds"])


def arrived(file_id: UUID, upload: str) -> list[Part]:
    """Return the parts that have arrived, by their numbers. Raises `NotFound` once the upload is over."""
    return store().parts(_key(file_id), upload)


def finish(file_id: UUID, upload: str) -> bool:
    """Put together what has arrived, up to the first gap, and have it checked; return whether there was anything.

    May be run again.
    """
    key = _key(file_id)
    try:
        whole = _without_gap(arrived(file_id, upload))
    except NotFound:
        # It was put together before, or there is nothing.
        size = store().size(key)
    else:
        size = sum(part.size for part in whole)
        if not 0 < size <= settings.LIMITS["recording_bytes"]:
            store().abandon_parts(key, upload)
            return False
        store().finish_parts(key, upload, whole)
    if size:
        _take_in(file_id, size)
    return bool(size)


def abandon(file_id: UUID, upload: str) -> None:
    """Forget an upload and its parts."""
    store().abandon_parts(_key(file_id), upload)


def _without_gap(parts: "Sequence[Part]") -> list[Part]:
    """Return the parts from the first one on: a store takes none after one that is missing, or small."""
    whole: list[Part] = []
    for number, part in enumerate(parts, start=1):
        if part.number != number:
            break
        whole.append(part)
        if part.size < settings.LIMITS["part_bytes_least"]:
            break
    return whole


def _take_in(file_id: UUID, size: int) -> None:
    small = size <= settings.LIMITS["inline_check_bytes"]
    # What is not small is the worker's at once.
    after = checking.TAKEN_IN_SECONDS if small else 0
    if transactions.run(lambda: checking.claim(file_id, after, size=size)) and small:
        checking.check(File.objects.get(id=file_id))


def _key(file_id: UUID) -> str:
    return File(id=file_id).key
