"""How workers share the rows: each statement is conditional, so that no two hold one row at a time.

A claim is a lease. Whoever's lease has passed to another changes nothing any more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from apps.core.statements import execute, found
from apps.outbox import sql
from apps.outbox.models import OutboxRow

LEASE_SECONDS = 60.0
"""After this a row whose worker was killed is another's to claim; every handler ends well before."""

TABLE = OutboxRow._meta.db_table  # noqa: SLF001 (the documented way)

# Looked at once more outside: who waited for another's claim sees what that one has left.
_CLAIM = """
    UPDATE {table} SET lease = %s, leased_until = {later}, attempts = attempts + 1
    WHERE id IN ({due}) AND (leased_until IS NULL OR leased_until < {now}) AND dead_at IS NULL
    RETURNING id, kind, payload, attempts
"""
_DUE = """
    SELECT id FROM (
        SELECT id FROM {table}
        WHERE kind = %s AND due_at <= {now} AND dead_at IS NULL
            AND (leased_until IS NULL OR leased_until < {now})
        ORDER BY due_at LIMIT %s
    ) due
"""
_HELD = "id IN ({ids}) AND lease = %s"
_TAKE = "DELETE FROM {table} WHERE {held} RETURNING id"
_PUT_OFF = """
    UPDATE {table} SET lease = NULL, leased_until = NULL, due_at = {later}, attempts = attempts + %s, error = %s
    WHERE {held}
"""
_BURY = "UPDATE {table} SET lease = NULL, leased_until = NULL, dead_at = {now}, error = %s WHERE {held}"


@dataclass(frozen=True, slots=True)
class Job:
    """A row that this process has claimed; `attempts` counts this one."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    attempts: int
    lease: UUID


def claim(most: Mapping[str, int]) -> list[Job]:
    """Claim what is due, at most so many of each kind: one statement."""
    lease = uuid4()
    statement = _CLAIM.format(
        table=TABLE,
        later=sql.later(),
        now=sql.now(),
        due=" UNION ALL ".join([_DUE.format(table=TABLE, now=sql.now())] * len(most)),
    )
    params = [
        lease,
        _milliseconds(LEASE_SECONDS),
        *(part for kind_and_limit in most.items() for part in kind_and_limit),
    ]
    claimed = [
        Job(UUID(str(id_)), kind, _decoded(payload), attempts, lease)
        for id_, kind, payload, attempts in found(statement, params)
    ]
    # Ids rise with time, and the rows come in no order.
    return sorted(claimed, key=lambda job: job.id)


def take(jobs: Sequence[Job]) -> list[Job]:
    """Delete the rows of these jobs (of one claim) and return those that were still held.

    A handler that moves work on does so for these alone, in the same transaction.
    """
    statement, params = _held(_TAKE, jobs)
    gone = {UUID(str(id_)) for (id_,) in found(statement, params)}
    return [job for job in jobs if job.id in gone]


def put_off(jobs: Sequence[Job], seconds: float, *, error: str = "", counted: bool = True) -> None:
    """Have these jobs (of one claim) done later; not `counted`, as if this attempt had never been."""
    statement, params = _held(_PUT_OFF, jobs)
    execute(statement, [_milliseconds(seconds), 0 if counted else -1, error, *params])


def bury(jobs: Sequence[Job], error: str) -> None:
    """Give these jobs (of one claim) up; their rows stay until somebody says to try again."""
    statement, params = _held(_BURY, jobs)
    execute(statement, [error, *params])


def _held(statement: str, jobs: Sequence[Job]) -> tuple[str, list[UUID]]:
    held = _HELD.format(ids=", ".join(["%s"] * len(jobs)))
    text = statement.format(table=TABLE, held=held, later=sql.later(), now=sql.now())
    return text, [*(job.id for job in jobs), jobs[0].lease]


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _decoded(payload: Any) -> dict[str, Any]:
    # Below the ORM both databases give JSON as its text, but for drivers that were told to decode it.
    decoded: dict[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
    return decoded
