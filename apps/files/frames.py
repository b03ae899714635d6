"""What REST and WebSocket say about files: section 1 of docs/protocol.md."""

import msgspec

from apps.files import kinds
from apps.files.models import File


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file; `size` is in bytes, `width` and `height` in pixels. A picture has a thumbnail, behind the same gate."""

    id: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    thumbnail_url: str | None


def attachment(file: File) -> Attachment:
    """Return a file that has arrived as its readers see it."""
    return Attachment(
        id=str(file.id),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        width=file.width,
        height=file.height,
        thumbnail_url=f"/api/files/{file.id}/thumbnail" if file.media_type in kinds.PICTURES else None,
    )
