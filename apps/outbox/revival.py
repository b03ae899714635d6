"""Rows that were given up, or wait for long: tried again when somebody says so."""

from django.db.models import QuerySet

from apps.core import transactions
from apps.core.clock import DatabaseNow
from apps.outbox.bell import ring_on_commit
from apps.outbox.models import OutboxRow


def try_again(rows: QuerySet[OutboxRow]) -> int:
    """Have these rows done now, as if they were new, and return how many; one that runs goes on running."""

    def work() -> int:
        ring_on_commit()
        return rows.order_by().update(due_at=DatabaseNow(), dead_at=None, attempts=0, error="")

    return transactions.run(work)
