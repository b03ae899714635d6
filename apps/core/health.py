"""Whether this process is alive, and whether it can serve: for load balancers, which bring no name and no token."""

import logging
import threading
from collections.abc import Callable
from typing import cast

from django.core.cache import caches
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from apps.core.caches import Counting

logger = logging.getLogger(__name__)

DATABASE_SECONDS = 2.5
"""With the second that Redis may take, an answer comes well within 5 s of losing either."""


class Probe:
    """Runs a check on a thread of its own and gives up waiting for it: a frozen server never answers.

    At most one check runs at a time; whoever asks meanwhile waits for that one.
    """

    def __init__(self, check: Callable[[], bool]) -> None:
        self._check = check
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._done.set()
        self._succeeded = False

    def succeeds(self, within: float) -> bool:
        """Return whether the check succeeded within so many seconds."""
        with self._lock:
            if self._done.is_set():
                self._done.clear()
                threading.Thread(target=self._run, name="health", daemon=True).start()
        return self._done.wait(within) and self._succeeded

    def _run(self) -> None:
        try:
            self._succeeded = self._check()
        finally:
            self._done.set()


def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """Answer that the process runs."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """Answer whether the record can be reached; without the shared cache the service is slower, not down."""
    if not database.succeeds(DATABASE_SECONDS):
        return JsonResponse({"status": "unavailable", "failing": ["database"]}, status=503)
    if not _shared_cache_answers():
        return JsonResponse({"status": "ok", "degraded": ["fanout"]})
    return JsonResponse({"status": "ok"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The database does not answer: %s", type(error).__name__)
        return False
    finally:
        connection.close()


def _shared_cache_answers() -> bool:
    shared = cast("Counting", caches["default"])
    try:
        shared.get("health")
    except shared.failures as error:
        logger.warning("The shared cache does not answer: %s", type(error).__name__)
        return False
    return True


database = Probe(_database_answers)
