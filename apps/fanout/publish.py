"""publish(): the one way to tell the sockets something, from any thread, after the commit."""

from django.db import transaction

from apps.fanout.events import Event
from apps.fanout.outlet import outlet


def publish(event: Event) -> None:
    """Hand `event` to every process's hub, best effort: never blocks, never raises for a broker that is away."""
    outlet().put(event)


def publish_on_commit(event: Event) -> None:
    """Publish once the current transaction has committed; a rollback forgets it."""
    transaction.on_commit(lambda: publish(event))
