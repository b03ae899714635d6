"""Conversations and who is in them."""

from django.conf import settings
from django.db import models

from apps.core.clock import DatabaseNow
from apps.core.ids import new_id


class ConversationKind(models.TextChoices):
    DIRECT = "direct"
    GROUP = "group"
    ROOM = "room"
    CLOSED = "closed"
    """Deleted, and nobody's any more, while the worker forgets it (services/erasure.py)."""


class History(models.TextChoices):
    """From where a new member may read: the whole log, or from its joining on."""

    SHARED = "shared"
    JOINED = "joined"


class Role(models.TextChoices):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


class Conversation(models.Model):
    """A place with a log. Its row is the lock that orders whoever writes to the log or changes its members."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=ConversationKind.choices)
    title = models.CharField(max_length=120, blank=True)
    slug = models.CharField(max_length=32, unique=True, null=True, blank=True)
    history = models.CharField(max_length=8, choices=History.choices)
    direct_key = models.CharField(max_length=73, unique=True, null=True, editable=False)  # noqa: DJ001
    """The two sorted user ids joined by a colon: what makes a direct conversation one per pair."""
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 (hexadecimal) of what was asked for under `client_id`: tells a retry from another request."""
    head = models.BigIntegerField(default=0, db_default=0, editable=False)
    members_version = models.BigIntegerField(default=0, db_default=0, editable=False)
    members_count = models.IntegerField(default=0, db_default=0, editable=False)
    last_message = models.ForeignKey(
        "conversations.Message", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=DatabaseNow(), editable=False)
    last_activity_at = models.DateTimeField(db_default=DatabaseNow(), editable=False)
    changed_at = models.DateTimeField(db_default=DatabaseNow(), db_index=True, editable=False)
    """When the log, the members or the description last moved, by the database's clock."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["creator", "client_id"], name="one_conversation_per_client_id"),
        )

    def __str__(self) -> str:
        return self.title or self.slug or str(self.id)


class Membership(models.Model):
    """One person in one conversation. `visible_from` bounds everything that they may see of its log."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    visible_from = models.BigIntegerField()
    read_seq = models.BigIntegerField(default=0, db_default=0)
    joined_at = models.DateTimeField(db_default=DatabaseNow())
    muted_until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(db_default=DatabaseNow(), editable=False)
    """When `read_seq` last moved, by the database's clock."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["conversation", "user"], name="one_membership_per_user"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"


class ConversationBan(models.Model):
    """Someone who may not come back into one conversation until the ban is lifted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="bans")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "user"], name="one_ban_per_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} banned from {self.conversation_id}"
