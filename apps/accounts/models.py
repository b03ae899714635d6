"""Who people are, and from which devices they are signed in."""

import unicodedata
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models

from apps.core.clock import DatabaseNow
from apps.core.ids import is_name, new_id


def validate_username(username: str) -> None:
    """Raise `ValidationError` unless `username`, already case-folded, is one."""
    if not is_name(username):
        raise ValidationError(
            "A username has 3 to 32 of a-z, 0-9, '_', '.' and '-', and does not look like an id."
        )


class User(AbstractUser):
    """A person. `username` is stored case-folded; `version` moves whenever something of theirs changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(
        max_length=32,
        unique=True,
        validators=[validate_username],
        error_messages={"unique": "This username is taken."},
    )
    first_name = None  # type: ignore[assignment]  # one display name serves every culture
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(max_length=64, blank=True)
    avatar_url = models.URLField(max_length=500, blank=True)
    avatar = models.UUIDField(null=True, blank=True, editable=False)
    """A picture of theirs, a file; it goes before `avatar_url`, which leads elsewhere."""
    banned_until = models.DateTimeField(null=True, blank=True)
    version = models.BigIntegerField(default=1, db_default=1, editable=False)
    changed_at = models.DateTimeField(db_default=DatabaseNow(), db_index=True, editable=False)
    """When `version` last moved, by the database's clock: what servers ask for to repair their sockets."""

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Return the one spelling under which `username` is stored and looked up."""
        return unicodedata.normalize("NFKC", username).casefold()

    def get_full_name(self) -> str:
        return self.get_short_name()

    def get_short_name(self) -> str:
        return self.display_name or self.username


class EndReason(models.TextChoices):
    SIGNED_OUT = "signed_out"
    BANNED = "banned"


class DeviceSession(models.Model):
    """One sign-in of one device, whichever way it proves itself: refresh tokens or the browser's cookie."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="device_sessions")
    name = models.CharField(max_length=120, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=DatabaseNow())
    last_used_at = models.DateTimeField(db_default=DatabaseNow())
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    end_reason = models.CharField(max_length=16, choices=EndReason.choices, blank=True)

    def __str__(self) -> str:
        return f"{self.name or 'unnamed device'} of {self.user_id}"


class RefreshToken(models.Model):
    """One link of a session's chain of refresh tokens, known by its digest alone (SHA-256, hexadecimal).

    The successor's secret is derived from its predecessor (HMAC), so the 10 s grace stores no secret.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    session = models.ForeignKey(DeviceSession, on_delete=models.CASCADE, related_name="refresh_tokens")
    predecessor = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(db_default=DatabaseNow())
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"refresh token of {self.session_id}"


class Ticket(models.Model):
    """A single-use right to open one WebSocket, consumed by one conditional DELETE."""

    digest = models.CharField(max_length=64, primary_key=True)
    session = models.ForeignKey(DeviceSession, on_delete=models.CASCADE, related_name="tickets")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"ticket of {self.session_id}"


class Block(models.Model):
    """`blocker` wants nothing from `blocked`; it also hides the two from each other in the ephemeral frames."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks_received")
    created_at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block_per_pair"),)

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"
