"""Who is told about an entry of a log: the active webhooks of its conversation."""

from collections.abc import Sequence
from uuid import UUID

from apps.core import transactions
from apps.notifications.selectors import active_in
from apps.outbox.adding import add
from apps.outbox.claims import Job, take

TOGETHER = 200
"""Entries whose recipients are found in one transaction."""


def fan_out(jobs: Sequence[Job]) -> None:
    """Turn entries ({conversation, seq}) into one delivery for each recipient, each exactly once."""
    transactions.run(lambda: _fan_out(jobs))


def _fan_out(jobs: Sequence[Job]) -> None:
    held = take(jobs)
    webhooks = active_in({UUID(job.payload["conversation"]) for job in held})
    if not webhooks:
        return
    deliveries = [
        {"webhook": str(webhook), "seq": job.payload["seq"]}
        for job in held
        for webhook in webhooks.get(UUID(job.payload["conversation"]), ())
    ]
    add("webhook", *deliveries)
