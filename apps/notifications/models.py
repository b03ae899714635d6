"""Addresses that hear what happens in a conversation."""

import secrets

from django.conf import settings
from django.db import models

from apps.core.clock import DatabaseNow
from apps.core.ids import new_id

ADDRESS_CHARS = 2_000


def new_secret() -> str:
    """Return a key of 256 random bits to sign with."""
    return f"whsec_{secrets.token_urlsafe(32)}"


class Webhook(models.Model):
    """One address of one conversation. `visible_from` is its maker's: what lies before it is not quoted to it.

    `failures` counts attempts that failed since the last that did not, `failing_since` is the first of them, and
    `next_attempt_at` bounds how often it is tried meanwhile. `disabled_at`: we gave it up. Times are the database's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey("conversations.Conversation", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=ADDRESS_CHARS)
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    visible_from = models.BigIntegerField(editable=False)
    active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=DatabaseNow(), editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failures = models.IntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    last_status = models.IntegerField(null=True, editable=False)
    last_error = models.CharField(max_length=200, blank=True, editable=False)

    def __str__(self) -> str:
        return f"webhook {self.id}"
