"""Jobs done by whoever added them, where no worker waits for them."""

from collections.abc import Sequence
from functools import partial

from apps.core import transactions
from apps.outbox import claims
from apps.outbox.claims import Job
from apps.outbox.handlers import Handler, registered
from apps.outbox.lane import failed


def work_off(kind: str, most: int) -> int:
    """Do what is due of a kind here and now, one batch, and return how many jobs that were.

    Those that fail are tried again later. Raises `Unavailable` and a database's errors.
    """
    handler = next(handler for handler in registered() if handler.kind == kind)
    jobs = transactions.read(partial(claims.claim, {kind: most}))
    if jobs:
        _do(handler, jobs)
    return len(jobs)


def _do(handler: Handler, jobs: Sequence[Job]) -> None:
    try:
        handler.work(jobs)
    except Exception as error:  # noqa: BLE001 (whatever a handler raises is its jobs' failure)
        # One of them may be what failed: the others are not to wait for it.
        for job in jobs:
            if len(jobs) > 1:
                _do(handler, [job])
            else:
                failed(job, error)
    else:
        handler.take(jobs)
