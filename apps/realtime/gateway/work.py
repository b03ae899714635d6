"""What the function does when nobody asks: chunks of posts, the outbox, and what a minute and a day bring."""

from apps.accounts import selectors as accounts
from apps.accounts.services.expiry import clear_expired
from apps.core import transactions
from apps.fanout.events import PresenceHint
from apps.fanout.gateway.mail import Mail, deliver_chunk
from apps.fanout.publish import publish
from apps.outbox.worker import Worker
from apps.realtime.source import RecordSource

from .delivery import end_sessions

WORK_SECONDS = 25.0
"""For which rows of the outbox are begun. The slowest, the largest of pictures, takes 17 s of CPU (docs/files.md), some
30 with 1,024 MB; and the function may run for 60.
"""


def post_chunk(message: str) -> None:
    """Post a part of a large fan-out. Raises `Undelivered`: the queue then hands it out again."""
    for user in deliver_chunk(message):
        publish(PresenceHint(user))


def work() -> None:
    """Do what is due of the outbox."""
    Worker().catch_up(WORK_SECONDS)


def sweep(mail: Mail) -> None:
    """Do what killed runs have left: rows of the outbox, and connections of sessions that are over."""
    ended = RecordSource().sessions_ended(None)
    if ended:
        owners = transactions.read(lambda: accounts.owners_of(ended))
        end_sessions(ended, owners, mail)
    work()


def expire() -> None:
    """Forget what is of no more use."""
    clear_expired()
