"""Fulfils what fan-out asks of the record: the one place where it meets conversations and accounts."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.conversations.selectors import fanout_source, log
from apps.core import clock, transactions
from apps.fanout.events import Entry
from apps.fanout.source import Head, Moved

from .frames import CloseCode

CLOSE_CODES = {"banned": CloseCode.BANNED}
"""By the reason for which a device session ended; any other is a sign-out."""


class RecordSource:
    """`apps.fanout.source.Source` over the relational record."""

    def moved(self, since: datetime | None) -> Moved:
        return transactions.read(lambda: _moved(since))

    def entries_after(self, conversation: str, after: int, limit: int) -> list[Entry]:
        return transactions.read(lambda: log.common_entries(UUID(conversation), after, limit))

    def memberships(
        self, users: Collection[str], conversation: str | None = None
    ) -> dict[str, dict[str, int]]:
        return transactions.read(lambda: fanout_source.memberships(users, conversation))

    def heads(self, conversations: Collection[str]) -> dict[str, Head]:
        return transactions.read(lambda: fanout_source.heads(conversations))

    def sessions_ended(self, since: datetime | None) -> dict[str, int]:
        ended = transactions.read(lambda: accounts.sessions_ended(since))
        return {
            str(session): CLOSE_CODES.get(reason, CloseCode.SIGNED_OUT) for session, reason in ended.items()
        }


def _moved(since: datetime | None) -> Moved:
    until = clock.now()
    if since is None:
        return Moved(conversations={}, users=frozenset(), until=until)
    return Moved(
        conversations=fanout_source.heads_moved(since),
        users=frozenset(str(user) for user in accounts.users_changed(since)),
        until=until,
    )
