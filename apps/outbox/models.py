"""What is to be done after a commit: one row a job, until it was done."""

from django.db import models

from apps.core.ids import new_id


class OutboxRow(models.Model):
    """One job. It is added by the transaction that causes it, and deleted by the worker that has done it.

    Times are the database's. Nobody claims a row before `due_at`, nor while `leased_until` lies ahead; `lease` names
    the claim that holds it. `attempts` counts claims. A row with `dead_at` was given up and stays for people to see.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=32)
    payload = models.JSONField(default=dict, blank=True)
    """A few ids: what they stand for is read when the job runs."""
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    """Outside of the index: a claim then touches no index at all (a heap-only update)."""
    dead_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    """Why the last attempt failed."""

    class Meta:
        verbose_name = "row"
        indexes = (
            models.Index(fields=["kind", "due_at"], condition=models.Q(dead_at=None), name="outbox_due"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
