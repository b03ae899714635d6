"""Who may have a file: its owner, and whoever may see what it hangs on. To others it is `NotFound`."""

from typing import TYPE_CHECKING

from apps.core.errors import NotFound, NotYet
from apps.core.ids import parse_id
from apps.files import holders
from apps.files.models import File, FileState

if TYPE_CHECKING:
    from uuid import UUID


def access_own(user_id: "UUID", ref: str) -> File:
    """Return a file of `user_id` that is not forgotten. Raises `NotFound`."""
    file = _find(ref)
    if file.owner_id != user_id or file.state == FileState.FORGOTTEN:
        raise NotFound
    return file


def access_content(user_id: "UUID", ref: str) -> File:
    """Return a file whose content `user_id` may have. Raises `NotFound`, `NotYet` while it is checked."""
    file = _find(ref)
    if not _may_have(user_id, file):
        raise NotFound
    return served(file)


def served(file: File) -> File:
    """Return a file that may be served. Raises `NotFound`, `NotYet` while it is checked."""
    if file.state == FileState.CHECKING:
        raise NotYet("This file is still being checked.")
    if file.state != FileState.READY:
        raise NotFound
    return file


def _find(ref: str) -> File:
    known = parse_id(ref)
    file = None if known is None else File.objects.filter(id=known).first()
    if file is None:
        raise NotFound
    return file


def _may_have(user_id: "UUID", file: File) -> bool:
    if file.owner_id == user_id:
        return True
    return file.holder is not None and holders.may_see(user_id, file.holder_kind, file.holder)
