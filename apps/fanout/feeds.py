"""One conversation as this process follows it: its entries in order, each once, to those who may see them."""

import asyncio
from typing import TYPE_CHECKING

from django.db import Error as DatabaseAway

from apps.core.errors import Unavailable
from apps.core.threads import run_in_pool
from apps.fanout.events import Entry, Frame
from apps.fanout.payload import Payload
from apps.fanout.people import Person
from apps.fanout.source import Head, Source
from apps.fanout.tasks import Outage, Tasks, logger

if TYPE_CHECKING:
    from apps.fanout.directory import Directory

PATIENCE_SECONDS = 0.05
"""Entries of two processes overtake each other on their way; a gap that lasts longer is read from the record."""
PAGE = 100
EARLY_MOST = 1_000
"""Entries kept that came before their turn; beyond that they are read from the record when it comes."""
UNKNOWN = -1
RECORD_AWAY = (Unavailable, DatabaseAway)


class Feed:
    """Delivers nothing before `saw_head` gave it a place to begin, and nothing while a membership that it knows may be
    older than an entry that waits: that is read again first. Of a room of thousands it is one, when somebody joins.
    """

    __slots__ = (
        "_busy",
        "_directory",
        "_early",
        "_outage",
        "_patience",
        "_source",
        "_stale",
        "_tasks",
        "_version",
        "_wanted_seq",
        "conversation",
        "last",
        "people",
        "ticket",
    )

    def __init__(
        self, conversation: str, directory: "Directory", source: Source, tasks: Tasks, outage: Outage
    ) -> None:
        self.conversation = conversation
        self.people: dict[Person, int] = {}
        self.last: int | None = None
        self.ticket = 0
        self._directory = directory
        self._source = source
        self._tasks = tasks
        self._outage = outage
        self._early: dict[int, Entry] = {}
        self._wanted_seq = 0
        # The newest version of the members that was heard of, and the users whose membership here may be older than
        # that; None: anybody's.
        self._version = UNKNOWN
        self._stale: set[str] | None = set()
        self._busy = False
        self._patience: asyncio.TimerHandle | None = None

    def add(self, person: Person, visible_from: int, ticket: int) -> None:
        """Deliver to `person` too, who was found a member by the reading with `ticket`."""
        self.people[person] = visible_from
        if ticket < self.ticket and self._stale is not None:
            # Found before members were last read: whether it still holds must be read again.
            self._stale.add(person.user)

    def remove(self, person: Person) -> None:
        self.people.pop(person, None)
        if not self.people and self._patience is not None:
            self._patience.cancel()

    def saw_head(self, head: Head) -> None:
        """Note where the conversation stood at some time after its members here were attached."""
        if self.last is None:
            self.last = head.seq
        self._wanted_seq = max(self._wanted_seq, head.seq)
        # What was never confirmed is read with the first entry, and not for each quiet conversation of each welcome.
        if self._version != UNKNOWN:
            self._want(head.members_version)
        self._advance()

    def saw_members_changed(self, version: int, user: str) -> None:
        """Note that `user` came or went with this version; empty: anybody may have."""
        if user and self._stale is not None and version == self._version + 1:
            self._version = version
            self._stale.add(user)
        else:
            self._want(version)
        self._advance()

    def saw_entry(self, entry: Entry) -> None:
        self._note(entry)
        self._advance()

    def resume(self) -> None:
        """Try again what failed when the record was away."""
        self._advance()

    def deliver_frame(self, frame: Frame) -> None:
        payload = Payload(frame.payload)
        for person in tuple(self.people):
            if person.user not in frame.hidden_from:
                person.push(payload)

    def _want(self, version: int) -> None:
        if version > self._version:
            self._version, self._stale = version, None

    def _is_stale(self) -> bool:
        return self._stale is None or bool(self._stale)

    def _note(self, entry: Entry) -> None:
        self._want(entry.members_version)
        self._wanted_seq = max(self._wanted_seq, entry.seq)
        if entry.seq > (self.last or 0) and len(self._early) < EARLY_MOST:
            self._early[entry.seq] = entry

    def _advance(self) -> None:
        if self._busy or self.last is None:
            return
        self._deliver_ready(self.last)
        if self._is_stale():
            self._begin_catching_up()
        elif self._wanted_seq > self.last and self._patience is None:
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(PATIENCE_SECONDS, self._lose_patience)

    def _lose_patience(self) -> None:
        self._patience = None
        if not self._busy and self.last is not None and self._wanted_seq > self.last:
            self._begin_catching_up()

    def _begin_catching_up(self) -> None:
        self._busy = True
        self._tasks.spawn(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            while self.people and self.last is not None:
                self._deliver_ready(self.last)
                if self._is_stale():
                    await self._read_members()
                elif self._wanted_seq > self.last:
                    await self._read_entries(self.last)
                else:
                    break
        except RECORD_AWAY as error:
            self._directory.stalled.add(self)
            self._outage.began(error)
        finally:
            self._busy = False

    async def _read_members(self) -> None:
        stale, self._stale = self._stale, set()
        # Whoever is being read by somebody else just now is compared with this ticket.
        self.ticket = self._directory.ticket()
        if not (known := self._known(stale)):
            return
        try:
            found = await run_in_pool(self._source.memberships, list(known), self.conversation)
        except RECORD_AWAY:
            self._stale = None
            raise
        for user, person in known.items():
            self._place(person, found.get(user, {}).get(self.conversation))

    def _known(self, users: set[str] | None) -> dict[str, Person]:
        """Return those of `users` (None: everybody) to whom this feed delivers."""
        if users is None:
            return {person.user: person for person in self.people}
        found = (self._directory.people.get(user) for user in users)
        return {person.user: person for person in found if person in self.people}

    def _place(self, person: Person, visible_from: int | None) -> None:
        if person not in self.people or person.ticket > self.ticket or self.people[person] == visible_from:
            return
        if visible_from is None:
            self._directory.put_out(person, self.conversation)
            person.memberships_changed([], [self.conversation])
        else:
            self.people[person] = person.memberships[self.conversation] = visible_from
            person.memberships_changed([self.conversation], [])

    async def _read_entries(self, after: int) -> None:
        entries = await run_in_pool(self._source.entries_after, self.conversation, after, PAGE)
        if not entries:
            # Rolled back with its database, or deleted: nothing will ever fill this gap.
            self._early.clear()
            self._wanted_seq = after
            return
        if entries[0].seq != after + 1:
            logger.error("the log of conversation %s has no %d", self.conversation, after + 1)
            self.last = entries[0].seq - 1
        for entry in entries:
            self._early[entry.seq] = entry
            self._note(entry)

    def _deliver_ready(self, last: int) -> None:
        if self._is_stale():
            return
        while (entry := self._early.pop(last + 1, None)) is not None:
            self.last = last = entry.seq
            self._deliver(entry)
        if self._early and min(self._early) <= last:
            self._early = {seq: entry for seq, entry in self._early.items() if seq > last}

    def _deliver(self, entry: Entry) -> None:
        whole = Payload(entry.payload)
        unquoted = Payload(entry.payload_unquoted) if entry.quotes_seq else whole
        # Who may see the entry but not what it quotes gets it without the quotation.
        for person, visible_from in tuple(self.people.items()):
            if visible_from <= entry.seq:
                person.push(whole if visible_from <= entry.quotes_seq or not entry.quotes_seq else unquoted)
