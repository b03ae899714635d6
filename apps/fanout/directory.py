"""Who has sockets in this process, and in which conversations they are."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import NamedTuple

from apps.fanout.feeds import Feed
from apps.fanout.people import Person
from apps.fanout.source import Source
from apps.fanout.subscriber import Subscriber
from apps.fanout.tasks import Outage, Tasks


class Change(NamedTuple):
    """Conversations that came to a user, and that went."""

    added: list[str]
    removed: list[str]


class Directory:
    """Memberships are read from the record while others change them, so that each reading takes a ticket when it
    begins, and an older reading never undoes what a newer one found.
    """

    def __init__(self, source: Source, tasks: Tasks, outage: Outage) -> None:
        self.people: dict[str, Person] = {}
        self.feeds: dict[str, Feed] = {}
        self.stalled: set[Feed] = set()
        """Those that could not ask the record what they need."""
        self._sessions: dict[str, set[Subscriber]] = {}
        self._tickets = count(1)
        self._source = source
        self._tasks = tasks
        self._outage = outage

    def ticket(self) -> int:
        return next(self._tickets)

    def enter(self, subscriber: Subscriber) -> None:
        """Have the socket hear its user's and its session's topics."""
        person = self.people.setdefault(subscriber.user, Person(subscriber.user))
        person.subscribers = (*person.subscribers, subscriber)
        self._sessions.setdefault(subscriber.session, set()).add(subscriber)

    def leave(self, subscriber: Subscriber) -> None:
        """Forget the socket, and its user with the last one."""
        person = self.people.get(subscriber.user)
        if person is None or subscriber not in person.subscribers:
            return
        person.subscribers = tuple(other for other in person.subscribers if other is not subscriber)
        self._leave_session(subscriber)
        if not person.subscribers:
            del self.people[subscriber.user]
            for conversation in list(person.memberships):
                self.put_out(person, conversation)

    def of_session(self, session: str) -> Iterable[Subscriber]:
        return tuple(self._sessions.get(session, ()))

    def sessions(self) -> Iterable[str]:
        return self._sessions.keys()

    def settle(self, person: Person, found: Mapping[str, int], ticket: int) -> Change:
        """Make `found`, all memberships of a person with their `visible_from`, what is known."""
        if ticket < person.ticket or self.people.get(person.user) is not person:
            return Change([], [])
        person.ticket = ticket
        gone = [known for known in person.memberships if known not in found and self._older(known, ticket)]
        for conversation in gone:
            self.put_out(person, conversation)
        moved = [named for named, start in found.items() if person.memberships.get(named) != start]
        added = [named for named in moved if self._take_in(person, named, found[named], ticket)]
        return Change(added, gone)

    def put_out(self, person: Person, conversation: str) -> None:
        del person.memberships[conversation]
        feed = self.feeds[conversation]
        feed.remove(person)
        if not feed.people:
            del self.feeds[conversation]

    def _take_in(self, person: Person, conversation: str, visible_from: int, ticket: int) -> bool:
        if conversation in person.memberships and not self._older(conversation, ticket):
            return False
        feed = self.feeds.get(conversation)
        if feed is None:
            feed = self.feeds[conversation] = Feed(
                conversation, self, self._source, self._tasks, self._outage
            )
        # The feed's own copy of the name: a thousand members need not hold a thousand.
        person.memberships[feed.conversation] = visible_from
        feed.add(person, visible_from, ticket)
        return True

    def _older(self, conversation: str, ticket: int) -> bool:
        return self.feeds[conversation].ticket < ticket

    def _leave_session(self, subscriber: Subscriber) -> None:
        sockets = self._sessions[subscriber.session]
        sockets.discard(subscriber)
        if not sockets:
            del self._sessions[subscriber.session]
