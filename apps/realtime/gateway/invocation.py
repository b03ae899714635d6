"""One run of the Lambda function: what it brought about is told before it is over, because nothing runs after it.

What the run added to the outbox is posted from there, so that whatever a killed run leaves behind is another's to post.
"""

import logging
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.conf import settings
from django.db import Error as DatabaseAway
from django.db import close_old_connections

from apps.core.aws.client import AwsError, call
from apps.core.errors import Unavailable
from apps.fanout.events import Entry, PresenceHint
from apps.fanout.gateway.gathering import gathering
from apps.fanout.gateway.mail import Mail, Undelivered
from apps.outbox.bell import bell
from apps.outbox.claims import Job
from apps.outbox.inline import work_off
from apps.realtime.source import RecordSource

from .delivery import address, address_entries

logger = logging.getLogger(__name__)

ENTRIES_AT_ONCE = 100
"""Rows of the outbox that one run posts besides its own; more are left to the worker."""
RING = "{}"
"""The message that wakes the worker: it says nothing but that there is work."""
ENTRY = "entry"
LONGEST_DELAY = 900
"""Seconds for which SQS keeps a message back; what is due still later the minute's sweep finds in time.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html
"""
LOST = (AwsError, Unavailable, DatabaseAway, Undelivered)
"""What may come between an event and the connections: what they miss they are told by the heads of the next `pong`."""

_added: deque[tuple[str, float]] = deque()
"""What this run adds to the outbox: of which kind, and due in how many seconds."""
bell.hear_of(lambda kind, seconds: _added.append((kind, seconds)))
_running: ContextVar["_Run | None"] = ContextVar("invocation", default=None)


class _Run:
    def __init__(self) -> None:
        self.mail = Mail()
        self.entries: dict[tuple[str, int], Entry] = {}
        """Those written by this run, which need not be read again."""

    def finish(self) -> None:
        self._address_events()
        added = _taken()
        if any(kind == ENTRY for kind, _ in added):
            _best_effort(_post_entries)
        _best_effort(self.send)
        left = [(kind, after) for kind, after in added if kind != ENTRY] + _taken()
        for after in sorted({after for _, after in left if after <= LONGEST_DELAY}):
            _best_effort(partial(_ring, after))

    def send(self) -> None:
        """Post what is in the mail, and tell those who watch of whoever turned out to have left."""
        for user in self.mail.send():
            address(PresenceHint(user), self.mail)
        self.mail.send()

    def _address_events(self) -> None:
        for event in gathering().take():
            if isinstance(event, Entry):
                self.entries[event.conversation, event.seq] = event
            else:
                _best_effort(partial(address, event, self.mail))


@contextmanager
def invocation() -> Iterator[Mail]:
    """Have everything told, when the block is over, that was published or put into the mail within it."""
    close_old_connections()
    _added.clear()
    run = _Run()
    token = _running.set(run)
    try:
        yield run.mail
    finally:
        run.finish()
        _running.reset(token)


def finish() -> None:
    """Have everything told that was published outside of any run, as a command does."""
    _Run().finish()


def post_entries(jobs: Sequence[Job]) -> None:
    """Post entries ({conversation, seq}) of the outbox. Raises `Undelivered`, and what keeps it from asking."""
    run = _running.get() or _Run()
    places = [(job.payload["conversation"], job.payload["seq"]) for job in jobs]
    known = [run.entries[place] for place in places if place in run.entries]
    read = (_read(*place) for place in places if place not in run.entries)
    address_entries([*known, *(entry for entries in read for entry in entries)], run.mail)
    run.send()


def _read(conversation: str, seq: int) -> list[Entry]:
    """Return an entry from the record; none if its conversation was deleted since."""
    return RecordSource().entries_after(conversation, seq - 1, 1)


def _taken() -> list[tuple[str, float]]:
    taken = list(_added)
    _added.clear()
    return taken


def _post_entries() -> None:
    if work_off(ENTRY, ENTRIES_AT_ONCE) == ENTRIES_AT_ONCE:
        _added.append((ENTRY, 0))


def _ring(after: float) -> None:
    """Wake the worker, in so many seconds; where there is no queue it looks once a minute by itself."""
    queue = settings.SERVERLESS.work_queue if settings.SERVERLESS else None
    if queue is not None:
        delay = math.ceil(after)
        call("sqs", "SendMessage", {"QueueUrl": queue, "MessageBody": RING, "DelaySeconds": delay})


def _best_effort(work: Callable[[], object]) -> None:
    try:
        work()
    except LOST as error:
        logger.warning("not everybody was told: %r", error)
