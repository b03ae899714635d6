"""The cache that all processes share, and what to do while it is away."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar, cast

from django.core.cache import caches

from apps.core.caches import Counting

logger = logging.getLogger(__name__)
T = TypeVar("T")

PAUSE = 5.0
"""Seconds for which the shared cache is not asked again after it failed: a frozen one costs one timeout per pause and
process.
"""


class GuardedCache:
    """Asks the shared cache; while that is away, the memory of this process, so that limits still limit."""

    def __init__(self, shared: str = "default", local: str = "local") -> None:
        self._shared = shared
        self._local = local
        self._lock = threading.Lock()
        self._away = False
        self._ask_again_at = 0.0

    @property
    def away(self) -> bool:
        """Whether the shared cache failed when it was last asked."""
        return self._away

    def add(self, key: str, value: object, timeout: float | None) -> bool:
        return self._ask(lambda store: store.add(key, value, timeout))

    def count(self, key: str, window: int, seconds: int) -> int:
        """Return how often `key` was counted in the window: see `Counting.count`."""
        return self._ask(lambda store: store.count(key, window, seconds))

    def get(self, key: str) -> object:
        return self._ask(lambda store: store.get(key))

    def get_many(self, keys: Iterable[str]) -> dict[str, object]:
        keys = list(keys)
        return self._ask(lambda store: store.get_many(keys))

    def set(self, key: str, value: object, timeout: float | None) -> None:
        self._ask(lambda store: store.set(key, value, timeout))

    def touch(self, key: str, timeout: float | None) -> bool:
        return self._ask(lambda store: store.touch(key, timeout))

    def delete(self, key: str) -> bool:
        return self._ask(lambda store: store.delete(key))

    def _ask(self, question: Callable[[Counting], T]) -> T:
        if self._may_ask():
            store = cast("Counting", caches[self._shared])
            try:
                result = question(store)
            except store.failures as error:
                self._went_away(error)
            else:
                self._is_back()
                return result
        return question(cast("Counting", caches[self._local]))

    def _may_ask(self) -> bool:
        if not self._away:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._ask_again_at:
                return False
            # One caller finds out whether it is back; the others do not wait for its timeout.
            self._ask_again_at = now + PAUSE
            return True

    def _went_away(self, error: Exception) -> None:
        with self._lock:
            if not self._away:
                logger.warning("The shared cache is away; counting in this process: %r", error)
            self._away = True
            self._ask_again_at = time.monotonic() + PAUSE

    def _is_back(self) -> None:
        if self._away:
            with self._lock:
                self._away = False
            logger.warning("The shared cache is back.")


@cache
def shared() -> GuardedCache:
    """Return this process's view of the shared cache."""
    return GuardedCache()
