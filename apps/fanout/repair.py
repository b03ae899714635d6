"""Asks the record what the channel layer may have lost: what moved every 2 s, whose session ended in less than one."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from apps.core.threads import run_in_pool
from apps.fanout.directory import Directory
from apps.fanout.feeds import RECORD_AWAY
from apps.fanout.refresh import Refresh
from apps.fanout.source import Moved, Source
from apps.fanout.tasks import Outage

MOVED_SECONDS = 2.0
ENDED_SECONDS = 0.75
"""With the time that the question takes, sockets of an ended session close within a second."""
OVERLAP = timedelta(seconds=10)
"""A transaction is stamped when it writes and seen when it commits: longer than any statement or lock may take."""

EndSessions = Callable[[Mapping[str, int]], None]


class Repair:
    """Keeps its place in the record's time; a failed question is asked again from the same place."""

    def __init__(
        self,
        directory: Directory,
        refresh: Refresh,
        source: Source,
        end_sessions: EndSessions,
        outage: Outage,
    ) -> None:
        self._directory = directory
        self._refresh = refresh
        self._source = source
        self._end_sessions = end_sessions
        self._outage = outage
        self._since: datetime | None = None

    async def look_for_moved(self) -> None:
        if not self._directory.people:
            # Nobody can have missed anything; whoever comes next begins with the clock.
            self._since = None
            return
        try:
            moved = await run_in_pool(self._source.moved, self._since)
            self._since = moved.until - OVERLAP
            self._apply(moved)
            await self._refresh.read_missing_heads()
        except RECORD_AWAY as error:
            self._outage.began(error)
        else:
            self._outage.over()

    async def look_for_ended(self) -> None:
        if not self._directory.people:
            return
        try:
            ended = await run_in_pool(self._source.sessions_ended, self._since)
        except RECORD_AWAY as error:
            self._outage.began(error)
        else:
            self._end_sessions(ended)

    def _apply(self, moved: Moved) -> None:
        for conversation, head in moved.conversations.items():
            if (feed := self._directory.feeds.get(conversation)) is not None:
                feed.saw_head(head)
        self._refresh.changed(moved.users)
        stalled, self._directory.stalled = self._directory.stalled, set()
        for feed in stalled:
            feed.resume()
