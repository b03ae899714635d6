"""add(): what a transaction leaves to be done after it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from apps.core import clock
from apps.core.ids import new_id
from apps.core.statements import insert
from apps.outbox.bell import ring_on_commit, tell_on_commit
from apps.outbox.models import OutboxRow

Payload = Mapping[str, object]
"""JSON, and little of it: ids."""


def add(kind: str, *payloads: Payload, at: datetime | None = None, after: float = 0) -> None:
    """Have each of `payloads` done by the handler of `kind`, at least once, after the current transaction commits.

    One statement. `at` is the database's time, where the caller has read it already; it must not lie ahead. `after` is
    how many seconds later they are due.
    """
    if not payloads:
        return
    moment = at or clock.now()
    due = moment + timedelta(seconds=after)
    common = {"kind": kind, "created_at": moment, "due_at": due, "attempts": 0, "error": ""}
    insert(OutboxRow, [{"id": new_id(), "payload": payload, **common} for payload in payloads])
    tell_on_commit(kind, after)
    if not after:
        ring_on_commit()
