"""Runs what changes the record: retried when the database says so, `unavailable` when it is too busy or away.

The work is run again from its start after a conflict, so it must be idempotent: it looks first (the probe of a
`client_id`, a state read under the lock) and then writes. That also answers the one case in which nobody knows whether
a commit happened, a connection lost during it: the second run finds what the first one left, or writes it.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from psycopg_pool import PoolTimeout

from apps.core import dsql
from apps.core.errors import Unavailable

Result = TypeVar("Result")

ATTEMPTS = 5
OPTIMISTIC_ATTEMPTS = 40
"""Where nobody waits for a lock, of those who write to one conversation at once only one gets through: about 4 s."""
BACKOFF = 0.01
"""Seconds before the second attempt; doubled, with jitter, before each further one."""
LONGEST_BACKOFF = 0.1
"""Whoever backs off for longer loses to those who have just come (bench/dsql.py)."""

# https://www.postgresql.org/docs/current/errcodes-appendix.html
SERIALIZATION_FAILURE = "40001"
DEADLOCK_DETECTED = "40P01"
CONNECTION_LOST = frozenset({None, "08000", "08003", "08006", "57P01", "57P02"})
"""None: what the client library itself noticed has no code from the server."""


def run(work: Callable[[], Result]) -> Result:
    """Return what `work` returns, from one committed transaction.

    Raises `Unavailable` when the database does not answer in time, and whatever `work` raises of its own; both leave
    nothing behind.
    """
    return _repeated(lambda: _committed(work), _worth_another_run)


def read(work: Callable[[], Result]) -> Result:
    """Return what `work` returns, which reads, or changes something in a single statement.

    Raises `Unavailable` when the database does not answer in time.
    """
    return _repeated(work, _worth_another_look)


def _committed(work: Callable[[], Result]) -> Result:
    with transaction.atomic():
        return work()


def _repeated(work: Callable[[], Result], worth: Callable[[Exception], bool]) -> Result:
    for attempt in range(OPTIMISTIC_ATTEMPTS if dsql.in_use() else ATTEMPTS):
        try:
            return work()
        except (DatabaseError, InterfaceError) as error:
            if transaction.get_connection().in_atomic_block or not worth(error):
                raise _as_answer(error) from error
            _let_go_of_a_broken_connection()
            pause = min(LONGEST_BACKOFF, BACKOFF * 2**attempt)
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 (jitter, not a secret)
    raise Unavailable


def _worth_another_run(error: Exception) -> bool:
    return isinstance(error, IntegrityError) or _worth_another_look(error)


def _worth_another_look(error: Exception) -> bool:
    return _sqlstate(error) in {SERIALIZATION_FAILURE, DEADLOCK_DETECTED} or _lost_its_connection(error)


def _lost_its_connection(error: Exception) -> bool:
    """Whether a connection broke under the work. The pool's next one may be whole, or broken by the same restart."""
    if connection.vendor != "postgresql" or not isinstance(error, (OperationalError, InterfaceError)):
        return False
    # Whoever waited for a connection in vain has waited long enough.
    return _sqlstate(error) in CONNECTION_LOST and not isinstance(error.__cause__, PoolTimeout)


def _as_answer(error: Exception) -> Exception:
    return Unavailable() if isinstance(error, (OperationalError, InterfaceError)) else error


def _sqlstate(error: Exception) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def _let_go_of_a_broken_connection() -> None:
    if connection.connection is not None and not connection.is_usable():
        connection.close()
