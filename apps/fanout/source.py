"""The four questions that fan-out asks about a record of which it knows nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured

from apps.fanout.events import Entry


@dataclass(frozen=True, slots=True)
class Head:
    """Where a conversation stands: its last `seq` and the version of its members."""

    seq: int
    members_version: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed lately: heads of conversations, users whose `version` moved; `until` by the record's clock."""

    conversations: dict[str, Head]
    users: frozenset[str]
    until: datetime


class Source(Protocol):
    """Answers from the record. Each call blocks and is run on a thread that may use the database."""

    def moved(self, since: datetime | None) -> Moved:
        """Return what moved after `since` (None: nothing but the clock)."""

    def entries_after(self, conversation: str, after: int, limit: int) -> list[Entry]:
        """Return the entries with a `seq` above `after`, in order, at most `limit`."""

    def memberships(
        self, users: Collection[str], conversation: str | None = None
    ) -> dict[str, dict[str, int]]:
        """Return, for each user, the conversations they are in with their `visible_from`; of one, if named."""

    def heads(self, conversations: Collection[str]) -> dict[str, Head]:
        """Return where these conversations stand now."""

    def sessions_ended(self, since: datetime | None) -> dict[str, int]:
        """Return the device sessions that ended after `since`, each with the close code that its sockets get."""


_registered: list[Source] = []


def register(source: Source) -> None:
    """Name who answers for this process, at start-up."""
    _registered[:] = [source]


def registered() -> Source:
    """Return who answers; raise `ImproperlyConfigured` when nobody was named."""
    if not _registered:
        raise ImproperlyConfigured(
            "No fan-out source is registered: apps.realtime must be in INSTALLED_APPS."
        )
    return _registered[0]
