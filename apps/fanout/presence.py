"""Who is online. Nothing is counted, so nothing can leak.

All of this asks a store and so may block: call it on a thread.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Protocol

from django.conf import settings
from django.core.cache import caches
from django.utils.module_loading import import_string

from apps.core.cache import shared
from apps.core.caches import MemoryCache
from apps.fanout.events import PresenceHint
from apps.fanout.publish import publish

SECONDS = 62.5
"""2.5 heartbeats of 25 s: whoever is silent for longer is closed, and was not there."""
PREFIX = "presence."


class Presence(Protocol):
    def seen(self, user: str) -> bool:
        """Note that `user` is here; return whether that is news, which is then published."""

    def left(self, user: str) -> None:
        """Note that the last socket of `user` in this process is gone; processes that have others correct it."""

    def keep(self, users: Iterable[str]) -> None:
        """Note that `users` are here, without telling anybody."""

    def online(self, users: Collection[str]) -> set[str]:
        """Return those of `users` who are here."""

    def is_known(self) -> bool:
        """Return whether this process can tell who is not here."""


class KeptPresence:
    """One expiring key per user in the shared cache, refreshed by whatever a client sends."""

    def __init__(self) -> None:
        self._sees_sockets = False

    def seen(self, user: str) -> bool:
        self._sees_sockets = True
        if not shared().add(PREFIX + user, 1, SECONDS):
            if shared().touch(PREFIX + user, SECONDS):
                return False
            self.keep([user])
        publish(PresenceHint(user=user))
        return True

    def left(self, user: str) -> None:
        shared().delete(PREFIX + user)
        publish(PresenceHint(user=user))

    def keep(self, users: Iterable[str]) -> None:
        for user in users:
            shared().set(PREFIX + user, 1, SECONDS)

    def online(self, users: Collection[str]) -> set[str]:
        if not users:
            return set()
        found = shared().get_many([PREFIX + user for user in users])
        return {user for user in users if PREFIX + user in found}

    def is_known(self) -> bool:
        # A worker of its own sees nothing of a server's memory, nor anybody while Redis is away.
        return not shared().away and (self._sees_sockets or not isinstance(caches["default"], MemoryCache))


def presence() -> Presence:
    """Return how this shape knows who is here."""
    return _presence(settings.PRESENCE)


@cache
def _presence(path: str) -> Presence:
    found: Presence = import_string(path)()
    return found
