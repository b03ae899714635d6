"""Rows that were given up, or wait for long: tried again when somebody says so."""

from functools import partial

from django.db.models import QuerySet

from apps.core import transactions
from apps.core.clock import DatabaseNow
from apps.core.portions import in_portions
from apps.outbox.bell import ring_on_commit, tell_on_commit
from apps.outbox.models import OutboxRow


def try_again(rows: QuerySet[OutboxRow]) -> int:
    """Have these rows done now, as if they were new, and return how many; one that runs goes on running."""
    return sum(transactions.run(partial(_due_now, some)) for some in in_portions(rows.order_by()))


def _due_now(rows: QuerySet[OutboxRow]) -> int:
    ring_on_commit()
    for kind in set(rows.values_list("kind", flat=True)):
        tell_on_commit(kind)
    return rows.update(due_at=DatabaseNow(), dead_at=None, attempts=0, error="")
