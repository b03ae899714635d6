"""Messages and reactions: the state that the log's entries point to."""

from django.conf import settings
from django.db import models

from apps.conversations.models.conversation import Conversation
from apps.core.clock import DatabaseNow
from apps.core.ids import new_id


class Message(models.Model):
    """Something said. A deleted message keeps its row and its `seq`, without its body."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.BigIntegerField()
    updated_seq = models.BigIntegerField()
    """The `seq` of the newest log entry about this message."""
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    client_id = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, editable=False)
    """SHA-256 (hexadecimal) of what was first sent: tells a retry from another message under the same `client_id`,
    after an edit or a deletion too."""
    body = models.TextField(blank=True)
    mentions = models.JSONField(default=list, blank=True)
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    created_at = models.DateTimeField(db_default=DatabaseNow())
    attached = models.SmallIntegerField(null=True, editable=False)
    """How many files hang on it: None of nearly all, which then costs no look."""
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["sender", "client_id"], name="one_message_per_client_id"),
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_message_per_seq"),
        )

    def __str__(self) -> str:
        return f"message {self.seq} of {self.conversation_id}"


class Reaction(models.Model):
    """One emoji of one person on one message."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=32)
    created_at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["message", "user", "emoji"], name="one_reaction_per_emoji"),
        )

    def __str__(self) -> str:
        return f"{self.emoji} by {self.user_id}"
