"""Many callers at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

CALLERS = 50


def at_once(ask: Callable[[], T]) -> list[T]:
    """Return what each of them got."""
    with ThreadPoolExecutor(CALLERS) as threads:
        return [waiting.result() for waiting in [threads.submit(ask) for _ in range(CALLERS)]]
