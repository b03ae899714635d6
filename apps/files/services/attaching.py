"""Hanging files on something, and taking them away with it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Q, Value, When

from apps.core.errors import Invalid
from apps.core.ids import parse_id
from apps.files.models import File, FileState
from apps.files.services.forgetting import forget


def parsed(refs: Sequence[str], *, attr: str = "attachments") -> tuple[UUID, ...]:
    """Return the ids that `refs` spell: different ones, and not too many. Raises `Invalid`."""
    most = settings.LIMITS["attachments_per_message"]
    if len(refs) > most:
        raise Invalid(f"There are at most {most} files at once.", attr=attr)
    ids = [parse_id(ref) for ref in refs]
    known = tuple(dict.fromkeys(id_ for id_ in ids if id_ is not None))
    if len(known) < len(refs):
        raise no_such_file(attr)
    return known


def attach(
    owner: UUID, ids: Sequence[UUID], kind: str, holder: UUID, *, attr: str = "attachments"
) -> list[File]:
    """Hang somebody's files on a holder, as a part of the caller's transaction, and return them in this order.

    Raises `Invalid` unless all of them are theirs, have arrived, and hang on nothing yet.
    """
    turns = Case(*(When(id=id_, then=Value(turn)) for turn, id_ in enumerate(ids)), default=Value(0))
    free = File.objects.filter(
        id__in=ids, owner=owner, holder=None, state__in=(FileState.CHECKING, FileState.READY)
    )
    if free.update(holder_kind=kind, holder=holder, place=turns) < len(ids):
        raise no_such_file(attr)
    return list(File.objects.filter(id__in=ids).order_by("place"))


def release(kind: str, held_by: Collection[UUID]) -> None:
    """Forget the files of these holders, after the caller's transaction commits."""
    forget(Q(holder_kind=kind, holder__in=held_by))


def no_such_file(attr: str) -> Invalid:
    """Return the answer to a file that is not there, is somebody else's, has not arrived, or hangs elsewhere."""
    return Invalid("There is no such file to attach.", attr=attr)
