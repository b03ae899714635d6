"""publish(): the one way to tell the sockets something, from any thread, after the commit."""

from collections.abc import Callable
from functools import cache
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from apps.fanout.events import Event


class Outlet(Protocol):
    """Where published events leave from."""

    def put(self, event: Event) -> None:
        """Take an event, from any thread, at once."""


def publish(event: Event) -> None:
    """Hand `event` to whoever tells the sockets, best effort: never blocks, never raises for a broker that is away."""
    _outlet(settings.FANOUT_OUTLET)().put(event)


def publish_on_commit(event: Event) -> None:
    """Publish once the current transaction has committed; a rollback forgets it."""
    transaction.on_commit(lambda: publish(event))


@cache
def _outlet(path: str) -> Callable[[], Outlet]:
    """Return what returns this process's outlet; imported when needed, because each shape has libraries of its own."""
    found: Callable[[], Outlet] = import_string(path)
    return found
