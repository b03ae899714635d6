"""The log: what happened in a conversation, numbered without a gap."""

from django.conf import settings
from django.db import models

from apps.conversations.models.conversation import Conversation
from apps.conversations.models.message import Message
from apps.core.clock import DatabaseNow
from apps.core.ids import new_id


class EntryType(models.TextChoices):
    MESSAGE = "message"
    MESSAGE_EDITED = "message_edited"
    MESSAGE_DELETED = "message_deleted"
    REACTION = "reaction"
    MEMBER_JOINED = "member_joined"
    MEMBER_LEFT = "member_left"
    MEMBER_ROLE = "member_role"
    CONVERSATION_UPDATED = "conversation_updated"
    CALL_ENDED = "call_ended"


class LogEntry(models.Model):
    """One numbered fact. It never changes; only the message that it points to may be redacted.

    `delta` holds the few fields of the entry's frame that the message does not: a reaction's emoji and count, a role.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="entries")
    seq = models.BigIntegerField()
    type = models.CharField(max_length=24, choices=EntryType.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="entries")
    delta = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        verbose_name_plural = "log entries"
        constraints = (models.UniqueConstraint(fields=["conversation", "seq"], name="one_entry_per_seq"),)

    def __str__(self) -> str:
        return f"{self.type} {self.seq} of {self.conversation_id}"
