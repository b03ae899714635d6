"""The threads of one kind in one worker, and what becomes of a job there."""

import logging
import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.db import DatabaseError, InterfaceError, close_old_connections

from apps.core import transactions
from apps.core.errors import Unavailable
from apps.outbox import claims
from apps.outbox.claims import Job
from apps.outbox.handlers import Failed, Handler, NotNow

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 36
"""One, and 35 more over about 24 hours: 12 waits from 1 s that double, then one of an hour each time."""
LONGEST_WAIT = 3600.0
JITTER = 0.2
MAX_ERROR_CHARS = 200


def backoff(attempts: int) -> float:
    """Return the seconds to wait after so many attempts, give or take a fifth: what failed together parts ways."""
    doubled = min(LONGEST_WAIT, 2.0 ** min(attempts - 1, 12))
    return doubled * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 (jitter, not a secret)


class Lane:
    """Runs the jobs of one kind. `ended` is called, on whichever thread, each time that there is room again."""

    def __init__(self, handler: Handler, threads: int, ended: Callable[[], None]) -> None:
        self._handler = handler
        self._width = handler.width(threads)
        self._ended = ended
        self._pool = ThreadPoolExecutor(self._width, thread_name_prefix=f"outbox-{handler.kind}")
        self._lock = threading.RLock()
        self._running = 0
        self._ending = False

    @property
    def kind(self) -> str:
        return self._handler.kind

    def room(self) -> int:
        """Return how many jobs would begin at once."""
        with self._lock:
            return max(0, self._width - self._running) * self._handler.together

    def is_busy(self) -> bool:
        """Return whether any job runs."""
        with self._lock:
            return self._running > 0

    def start(self, jobs: Sequence[Job]) -> None:
        """Begin these jobs of one claim."""
        for first in range(0, len(jobs), self._handler.together):
            self._submit(jobs[first : first + self._handler.together])

    def end(self) -> None:
        """Finish what runs, and give back what does not run yet."""
        with self._lock:
            self._ending = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, jobs: Sequence[Job]) -> None:
        with self._lock:
            self._running += 1
        future = self._pool.submit(self._handler.work, jobs)
        # Called by the thread that ran the job, or by the one that cancels it.
        future.add_done_callback(partial(self._settle, jobs))

    def _settle(self, jobs: Sequence[Job], future: "Future[None]") -> None:
        try:
            transactions.read(partial(self._record, jobs, future))
        except (Unavailable, DatabaseError, InterfaceError) as error:
            # The lease runs out, and the jobs are done once more.
            logger.warning("the outcome of %d %s rows was lost: %r", len(jobs), self.kind, error)
        finally:
            close_old_connections()
            with self._lock:
                self._running -= 1
            self._ended()

    def _record(self, jobs: Sequence[Job], future: "Future[None]") -> None:
        error = None if future.cancelled() else future.exception()
        if future.cancelled():
            claims.put_off(jobs, 0, counted=False)
        elif error is None:
            self._handler.take(jobs)
        elif isinstance(error, NotNow):
            claims.put_off(jobs, error.seconds, counted=False)
        elif len(jobs) > 1:
            # One of them may be what failed: the others are not to wait for it.
            self._start_each_alone(jobs)
        else:
            failed(jobs[0], error)

    def _start_each_alone(self, jobs: Sequence[Job]) -> None:
        with self._lock:
            if not self._ending:
                for job in jobs:
                    self._submit([job])
                return
        claims.put_off(jobs, 0, counted=False)


def failed(job: Job, error: BaseException) -> None:
    """Have a job tried again later, or give it up."""
    reason = str(error) if isinstance(error, Failed) else type(error).__name__
    dead = job.attempts >= MOST_ATTEMPTS
    logger.log(
        logging.ERROR if dead else logging.WARNING,
        "outbox row %s (%s) failed at attempt %d%s: %s",
        job.id,
        job.kind,
        job.attempts,
        ", its last" if dead else "",
        reason,
        exc_info=None if isinstance(error, Failed) else error,
    )
    if dead:
        claims.bury([job], reason[:MAX_ERROR_CHARS])
    else:
        claims.put_off([job], backoff(job.attempts), error=reason[:MAX_ERROR_CHARS])
