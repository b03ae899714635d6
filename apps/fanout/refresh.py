"""Reads anew in which conversations users are: when they come, and when something of theirs changed."""

from collections.abc import Iterable

from apps.core.threads import run_in_pool
from apps.fanout.directory import Change, Directory
from apps.fanout.feeds import RECORD_AWAY
from apps.fanout.source import Source
from apps.fanout.subscriber import Subscriber
from apps.fanout.tasks import Outage, Tasks


class Refresh:
    def __init__(self, directory: Directory, source: Source, tasks: Tasks, outage: Outage) -> None:
        self._directory = directory
        self._source = source
        self._tasks = tasks
        self._outage = outage
        self._changed: set[str] = set()
        self._running = False

    async def newcomer(self, subscriber: Subscriber) -> dict[str, int]:
        """Return the memberships of an entered socket's user, attached; raise `Unavailable` or a database's error."""
        await self._read({subscriber.user}, newcomer=subscriber)
        person = self._directory.people.get(subscriber.user)
        return dict(person.memberships) if person else {}

    def changed(self, users: Iterable[str]) -> None:
        """Read these users anew, those at once that come while a reading runs."""
        self._changed.update(user for user in users if user in self._directory.people)
        if self._changed and not self._running:
            self._running = True
            self._tasks.spawn(self._run())

    async def read_missing_heads(self) -> None:
        """Give those conversations a place to begin that nobody gave one."""
        missing = [name for name, feed in self._directory.feeds.items() if feed.last is None]
        if not missing:
            return
        heads = await run_in_pool(self._source.heads, missing)
        for conversation, head in heads.items():
            if (feed := self._directory.feeds.get(conversation)) is not None:
                feed.saw_head(head)

    async def _run(self) -> None:
        try:
            while self._changed:
                await self._read_changed()
        except RECORD_AWAY as error:
            self._outage.began(error)
        finally:
            self._running = False

    async def _read_changed(self) -> None:
        users, self._changed = self._changed, set()
        try:
            await self._read(users)
        except RECORD_AWAY:
            # Kept for the next call of `changed`, which the repair makes every two seconds.
            self._changed |= users
            raise
        self._tell(users)
        await self.read_missing_heads()

    async def _read(self, users: set[str], newcomer: Subscriber | None = None) -> None:
        ticket = self._directory.ticket()
        found = await run_in_pool(self._source.memberships, list(users))
        for user in users:
            if (person := self._directory.people.get(user)) is None:
                continue
            change = self._directory.settle(person, found.get(user, {}), ticket)
            if change != Change([], []):
                person.memberships_changed(change.added, change.removed, newcomer=newcomer)

    def _tell(self, users: set[str]) -> None:
        for user in users:
            if (person := self._directory.people.get(user)) is not None:
                for subscriber in person.subscribers:
                    subscriber.listener.user_changed()
