"""Who is online: one expiring key per user in the shared cache. Nothing is counted, so nothing can leak.

All of these ask the cache and so may block: call them on a thread.
"""

from collections.abc import Collection, Iterable

from apps.core.cache import shared
from apps.fanout.events import PresenceHint
from apps.fanout.publish import publish

SECONDS = 62.5
"""2.5 heartbeats of 25 s: whoever is silent for longer is closed, and was not there."""
PREFIX = "presence."


def seen(user: str) -> bool:
    """Note that `user` is here; return whether that is news, which is then published."""
    if not shared().add(PREFIX + user, 1, SECONDS):
        if shared().touch(PREFIX + user, SECONDS):
            return False
        keep([user])
    publish(PresenceHint(user=user))
    return True


def left(user: str) -> None:
    """Note that the last socket of `user` in this process is gone; processes that have others correct it."""
    shared().delete(PREFIX + user)
    publish(PresenceHint(user=user))


def keep(users: Iterable[str]) -> None:
    """Note that `users` are here, without telling anybody."""
    for user in users:
        shared().set(PREFIX + user, 1, SECONDS)


def online(users: Collection[str]) -> set[str]:
    """Return those of `users` who are here, with one question."""
    if not users:
        return set()
    found = shared().get_many([PREFIX + user for user in users])
    return {user for user in users if PREFIX + user in found}
