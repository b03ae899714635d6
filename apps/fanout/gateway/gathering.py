"""What an invocation publishes, until it is over and the last answers are posted along with it."""

from collections import deque
from functools import cache

from apps.fanout.events import Event


class Gathering:
    """Takes events from any thread."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque()

    def put(self, event: Event) -> None:
        self._events.append(event)

    def take(self) -> list[Event]:
        """Return what was published since the last time."""
        return [self._events.popleft() for _ in range(len(self._events))]


@cache
def gathering() -> Gathering:
    """Return this process's."""
    return Gathering()
