"""Reads: what hangs on something, where it may be fetched, and how much room somebody takes."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from apps.files import holders, kinds
from apps.files.frames import Attachment, attachment
from apps.files.models import File, FileState
from apps.files.stores import store

KEPT = (FileState.PENDING, FileState.CHECKING, FileState.READY)
THUMBNAIL_TYPE = "image/webp"


def attachments_of(kind: str, held_by: Collection[UUID]) -> dict[UUID, list[Attachment]]:
    """Return what hangs on each of these holders, in its order: one statement, none for no holders."""
    found: dict[UUID, list[Attachment]] = {}
    if not held_by:
        return found
    states = (FileState.CHECKING, FileState.READY)
    rows = File.objects.filter(holder_kind=kind, holder__in=held_by, state__in=states)
    for row in rows.order_by("place", "id"):
        if row.holder is not None:
            found.setdefault(row.holder, []).append(attachment(row))
    return found


def bytes_of(owner_id: UUID) -> int:
    """Return how many bytes the files of somebody take, those that are to come too."""
    rows = File.objects.filter(owner_id=owner_id, state__in=KEPT)
    total = rows.exclude(holder_kind__in=holders.uncounted()).aggregate(total=Sum("size"))["total"]
    return int(total or 0)


def address_of(file: File, *, shown: bool = True) -> str:
    """Return where the content may be fetched for `LIMITS["address_seconds"]`: to be `shown` where it may, or saved."""
    return store().address(
        file.key,
        name=file.name,
        media_type=file.media_type,
        inline=shown and kinds.is_inline(file.media_type),
        seconds=settings.LIMITS["address_seconds"],
    )


def thumbnail_address_of(file: File) -> str:
    """Return where a picture's thumbnail may be fetched for `LIMITS["address_seconds"]`."""
    return store().address(
        file.thumbnail_key,
        name="thumbnail.webp",
        media_type=THUMBNAIL_TYPE,
        inline=True,
        seconds=settings.LIMITS["address_seconds"],
    )
