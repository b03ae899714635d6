"""Files go in two steps: nobody gets one that is forgotten, and the worker then takes its content away."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db.models import Q

from apps.core import transactions
from apps.files.models import File, FileState
from apps.files.stores import store
from apps.outbox.adding import add
from apps.outbox.claims import Job

TOGETHER = 20


def forget(which: Q) -> int:
    """Forget files, as a part of the caller's transaction, and return how many."""
    rows = File.objects.filter(which).exclude(state=FileState.FORGOTTEN)
    ids = list(rows.values_list("id", flat=True))
    # Of those read, which have a job, and only those that still are what was asked for.
    forgotten = rows.filter(id__in=ids).update(state=FileState.FORGOTTEN) if ids else 0
    if forgotten:
        add("forget_files", *({"file": str(id_)} for id_ in ids))
    return forgotten


def take_away(jobs: Sequence[Job]) -> None:
    """Take the content of forgotten files ({file}) away, and then their rows."""
    ids = [UUID(job.payload["file"]) for job in jobs]
    rows = list(File.objects.filter(id__in=ids, state=FileState.FORGOTTEN))
    if rows:
        store().delete(*(key for row in rows for key in (row.upload_key, row.key, row.thumbnail_key)))
        transactions.read(lambda: File.objects.filter(id__in=[row.id for row in rows]).delete())


def sweep(jobs: Sequence[Job]) -> None:
    """Forget a file ({file}) that hangs on nothing a day after it was announced, and what was posted twice."""
    for job in jobs:
        file = File(id=UUID(job.payload["file"]))
        transactions.run(partial(forget, Q(id=file.id, holder=None)))
        store().delete(file.upload_key)
