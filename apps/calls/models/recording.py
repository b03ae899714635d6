"""What was recorded of a call."""

from django.conf import settings
from django.db import models

from apps.core.clock import DatabaseNow
from apps.core.ids import new_id

HOLDER = "recording"
"""What a recording's file hangs on: `apps.files.holders`."""


class RecordingState(models.TextChoices):
    """`uploading` from when it stopped until its file is there; `failed` where nothing arrived of it."""

    RECORDING = "recording"
    UPLOADING = "uploading"
    READY = "ready"
    FAILED = "failed"


class Recording(models.Model):
    """From when everybody in a call agreed to when somebody no longer did, as one of them saw and heard it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey("calls.Call", on_delete=models.CASCADE, related_name="recordings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    """Whose device records and uploads it."""
    state = models.CharField(max_length=16, choices=RecordingState.choices, default=RecordingState.RECORDING)
    file = models.UUIDField(null=True, editable=False)
    """The file that it becomes; null until the first part is announced."""
    upload = models.CharField(max_length=1024, blank=True, editable=False)
    """What the store calls the upload of its parts."""
    started_at = models.DateTimeField(db_default=DatabaseNow())
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["call", "started_at"], name="recordings_of_call"),)

    def __str__(self) -> str:
        return f"recording {self.id} of call {self.call_id}"
