"""Runs blocking work off the event loop: a bounded pool of threads, each job returning its database connection.

asgiref's `sync_to_async` would run everything of one process on a single thread.
"""

import asyncio
import contextvars
import functools
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections

Params = ParamSpec("Params")
Result = TypeVar("Result")
Item = TypeVar("Item")
Job = Callable[[], None]
_Batch = list[tuple[Any, "Future[Any]"]]

TOGETHER = 64
"""Items that one job of `run_together` is given at most."""


async def run_in_pool(work: Callable[..., Result], *args: Any, key: str | None = None) -> Result:
    """Return `work(*args)`, run on a thread of the pool; raise what it raises.

    Jobs of one `key` run one after another in the order of their calls, and occupy no thread while they wait. A caller
    that is cancelled before its job began takes it back; one that had begun runs to its end.
    """
    future: Future[Result] = Future()
    # The caller's context goes along, for what the log lines of its request carry.
    context = contextvars.copy_context()
    job = functools.partial(_run, future, functools.partial(context.run, work, *args))
    if key is None:
        _pool().submit(job)
    else:
        _lanes.enter(key, job)
    return await asyncio.wrap_future(future)


async def run_together(work: Callable[[list[Item]], list[Result]], item: Item, *, key: str) -> Result:
    """Return the result for `item` of `work`, which is given all that waits under `key` and returns a result for each.

    One job of a key runs at a time, in the lane that `run_in_pool` uses too; what comes meanwhile waits, at most
    `TOGETHER` at a time. What `work` raises all of its callers get, so it should be nothing that one of them caused.
    """
    future: Future[Result] = Future()
    _batches.enter(key, work, item, future)
    return await asyncio.wrap_future(future)


def _run(future: "Future[Result]", work: Callable[[], Result]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 (handed to the caller, like ThreadPoolExecutor does)
        _give_connections_back()
        future.set_exception(error)
    else:
        _give_connections_back()
        future.set_result(result)


def _give_connections_back() -> None:
    # PostgreSQL's go to their pool (CONN_MAX_AGE is 0); SQLite's stay with the thread (it is None).
    close_old_connections()


class _Lanes:
    """Which keys have a job on a thread, and the jobs that wait behind it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[Job]] = {}

    def enter(self, key: str, job: Job) -> None:
        with self._lock:
            lane = self._waiting.get(key)
            if lane is not None:
                lane.append(job)
                return
            self._waiting[key] = deque()
        _pool().submit(self._drive, key, job)

    def _drive(self, key: str, job: Job) -> None:
        job()
        with self._lock:
            lane = self._waiting[key]
            if not lane:
                del self._waiting[key]
                return
            following = lane.popleft()
        # To the end of the pool's queue: a busy key must not keep the others from their turn.
        _pool().submit(self._drive, key, following)


class _Batches:
    """What waits to be run together: for each key the batch that its next job will take."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, _Batch] = {}

    def enter(
        self, key: str, work: Callable[[list[Any]], list[Any]], item: object, future: "Future[Any]"
    ) -> None:
        with self._lock:
            batch = self._open.get(key)
            if batch is not None:
                batch.append((item, future))
                if len(batch) == TOGETHER:
                    del self._open[key]
                return
            self._open[key] = batch = [(item, future)]
        _lanes.enter(key, functools.partial(self._run, key, work, batch))

    def _run(self, key: str, work: Callable[[list[Any]], list[Any]], batch: "_Batch") -> None:
        with self._lock:
            if self._open.get(key) is batch:
                del self._open[key]
        wanted = [(item, future) for item, future in batch if future.set_running_or_notify_cancel()]
        if not wanted:
            return
        try:
            results = work([item for item, _ in wanted])
        except BaseException as error:  # noqa: BLE001 (handed to the callers, like ThreadPoolExecutor does)
            _give_connections_back()
            for _, future in wanted:
                future.set_exception(error)
        else:
            _give_connections_back()
            for (_, future), result in zip(wanted, results, strict=True):
                future.set_result(result)


_lanes = _Lanes()
_batches = _Batches()


@functools.cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.ORM_THREADS, thread_name_prefix="orm")
