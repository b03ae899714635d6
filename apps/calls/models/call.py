"""A call of a conversation, and everybody whom it concerns."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.calls.states import IN_CALL, CallState, EndReason, ParticipantState
from apps.core.clock import DatabaseNow
from apps.core.ids import new_id


class Call(models.Model):
    """A call. It changes under the lock of its conversation alone, of which at most one call lives at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        "conversations.Conversation", on_delete=models.CASCADE, related_name="calls"
    )
    state = models.CharField(max_length=8, choices=CallState.choices)
    media = models.JSONField()
    """What it was begun with: `audio`, `video`."""
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.CharField(max_length=64, editable=False)
    ring_until = models.DateTimeField()
    started_at = models.DateTimeField(db_default=DatabaseNow())
    answered_at = models.DateTimeField(null=True)
    """When a second one had joined."""
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=16, choices=EndReason.choices, blank=True)
    seq = models.BigIntegerField(null=True, editable=False)
    """Of the log entry that tells its end: who may not see that entry may not see the call."""
    version = models.IntegerField(default=1, editable=False)
    """Counts the changes, of participants too."""

    consents = models.JSONField(null=True, editable=False)
    """The ids of the participants who agreed that it is recorded; null while nobody asked."""
    recorder = models.UUIDField(null=True, editable=False)
    """The participant who asked, and records."""
    recording = models.UUIDField(null=True, editable=False)
    """The recording that is being made."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["conversation"], condition=~Q(state=CallState.ENDED), name="one_live_call"
            ),
            models.UniqueConstraint(fields=["started_by", "client_id"], name="one_call_per_client_id"),
        )
        indexes = (models.Index(fields=["conversation", "started_at"], name="calls_of_conversation"),)

    def __str__(self) -> str:
        return f"call {self.id}"


class Participant(models.Model):
    """Somebody whom a call rings, or who came by themselves; joined, they are bound to one device session of theirs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=ParticipantState.choices)
    session = models.UUIDField(null=True, editable=False)
    """The device session that takes part; null before one did."""
    connection = models.CharField(max_length=64, blank=True, editable=False)
    """Its socket: the end of another one of the same device means nothing."""
    since = models.DateTimeField(db_default=DatabaseNow())
    """When the state last changed."""
    deadline = models.DateTimeField(null=True, editable=False)
    """Until when somebody who is `reconnecting` may come back."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["call", "user"], name="one_participant_per_user"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=sorted(IN_CALL)), name="one_call_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in call {self.call_id}"
