"""How a file comes in: announced, posted by the client straight to the store, completed."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from apps.core import transactions
from apps.core.errors import Conflict, Invalid, LimitReached, ParleyError, TooLarge
from apps.core.ids import new_id
from apps.files import kinds, names
from apps.files.access import access_own
from apps.files.bodies import NewFile
from apps.files.models import File, FileState
from apps.files.selectors import bytes_of
from apps.files.services import checking
from apps.files.services.forgetting import forget
from apps.files.stores import Upload, store
from apps.outbox.adding import add

if TYPE_CHECKING:
    from uuid import UUID


def begin(owner_id: "UUID", new: NewFile) -> tuple[File, Upload]:
    """Return a file that is to come, and where it is posted to.

    Raises `Invalid` for a program or nothing, `TooLarge`, and `LimitReached` where the owner's files take too much.
    """
    name = names.cleaned(new.name)
    kinds.refuse_program_name(name)
    if new.size < 1:
        raise Invalid("An empty file is not taken.", attr="size")
    if new.size > settings.LIMITS["file_bytes"]:
        raise TooLarge(f"A file has at most {settings.LIMITS['file_bytes']} bytes.", attr="size")
    file = File(id=new_id(), owner_id=owner_id, name=name, media_type=new.media_type, size=new.size)
    transactions.run(lambda: _announce(file))
    upload = store().post(
        file.upload_key,
        size=new.size,
        media_type=new.media_type,
        seconds=settings.LIMITS["upload_seconds"],
    )
    return file, upload


def _announce(file: File) -> None:
    # Of two that come at once, the second counts the first.
    get_user_model().objects.select_for_update(no_key=True).get(pk=file.owner_id)
    if bytes_of(file.owner_id) + file.size > settings.LIMITS["files_bytes_per_user"]:
        raise LimitReached("Your files take all the room there is for you; delete some.")
    file.save(force_insert=True)
    add("sweep_file", {"file": str(file.id)}, after=settings.LIMITS["unattached_seconds"])


def complete(owner_id: "UUID", ref: str) -> File:
    """Return a file that was posted: checked, or to be checked soon. Once more if it was completed before.

    Raises `NotFound`, and `Invalid` where nothing came or what came is not taken.
    """
    file = access_own(owner_id, ref)
    if file.state == FileState.PENDING:
        # A try that failed half-way may have moved it already.
        if store().size(file.upload_key) is None and store().size(file.key) is None:
            raise Invalid("Nothing was posted yet.", attr="content")
        if transactions.run(lambda: checking.claim(file.id, checking.TAKEN_IN_SECONDS)):
            file.state = FileState.CHECKING
            _take_in(file)
        file = access_own(owner_id, ref)
    if file.state == FileState.REFUSED:
        raise Invalid(file.reason, attr="content")
    return file


def _take_in(file: File) -> None:
    try:
        checking.take_in(file)
    except ParleyError:
        File.objects.filter(id=file.id, state=FileState.CHECKING).update(state=FileState.PENDING)
        raise
    if checking.is_small(file):
        checking.finish(file)
    else:
        transactions.run(lambda: add("file", {"file": str(file.id)}))


def cancel(owner_id: "UUID", ref: str) -> None:
    """Forget a file of one's own that hangs on nothing. Raises `NotFound`, `Conflict`."""
    file = access_own(owner_id, ref)
    if not transactions.run(lambda: forget(Q(id=file.id, holder=None))):
        raise Conflict("This file hangs on something; delete that.")
