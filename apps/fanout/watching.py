"""Which sockets watch whom, and telling them when somebody comes or goes."""

import asyncio
from collections.abc import Collection, Mapping

from apps.core.threads import run_in_pool
from apps.fanout.presence import presence
from apps.fanout.subscriber import Subscriber
from apps.fanout.tasks import Tasks

LOOK_AFTER_SECONDS = 1.0
"""Time for other processes to correct a departure that was only one of several devices."""
CHECK_SECONDS = 10.0
"""How often everybody watched is looked at, which finds those whose key ran out."""


class Watching:
    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        # What each socket was last told of each user; None: nothing yet.
        self._told: dict[Subscriber, dict[str, bool | None]] = {}
        self._watchers: dict[str, set[Subscriber]] = {}
        self._hinted: set[str] = set()

    def watch(self, subscriber: Subscriber, users: Collection[str]) -> None:
        """Watch `users` from now on, and nobody else."""
        told = self._told.get(subscriber, {})
        self.forget(subscriber)
        if users:
            self._told[subscriber] = {user: told.get(user) for user in users}
        for user in users:
            self._watchers.setdefault(user, set()).add(subscriber)

    def told(self, subscriber: Subscriber, statuses: Mapping[str, bool]) -> None:
        """Note what the socket was told by others, so that it is told changes only."""
        known = self._told.get(subscriber, {})
        known.update((user, online) for user, online in statuses.items() if user in known)

    def forget(self, subscriber: Subscriber) -> None:
        for user in self._told.pop(subscriber, ()):
            watchers = self._watchers[user]
            watchers.discard(subscriber)
            if not watchers:
                del self._watchers[user]

    def hint(self, user: str) -> None:
        """Look at this user soon, if anybody here watches."""
        if user not in self._watchers:
            return
        if not self._hinted:
            asyncio.get_running_loop().call_later(LOOK_AFTER_SECONDS, self._look_at_hinted)
        self._hinted.add(user)

    async def check(self) -> None:
        """Look at everybody watched, and tell their watchers what they do not know yet."""
        await self._look(set(self._watchers))

    def _look_at_hinted(self) -> None:
        users, self._hinted = self._hinted, set()
        self._tasks.spawn(self._look(users))

    async def _look(self, users: set[str]) -> None:
        if not users:
            return
        online = await run_in_pool(presence().online, users)
        for user in users:
            self._tell(user, online=user in online)

    def _tell(self, user: str, *, online: bool) -> None:
        for subscriber in tuple(self._watchers.get(user, ())):
            known = self._told[subscriber]
            if known[user] is not online:
                known[user] = online
                subscriber.listener.presence_changed(user, online)
