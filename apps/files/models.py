"""Files: what is known of each; the content lies in a store."""

from django.conf import settings
from django.db import models

from apps.core.clock import DatabaseNow
from apps.core.ids import new_id


class FileState(models.TextChoices):
    """`pending` until its content is there, `checking` until it was looked at, `forgotten` until it is gone."""

    PENDING = "pending"
    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"
    FORGOTTEN = "forgotten"


class File(models.Model):
    """A file of somebody. `holder` is what it hangs on: a message, a recorded call, somebody's profile."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    """What was said while it is `pending`; what was found from then on."""
    size = models.BigIntegerField()
    """Bytes: those announced while it is `pending`, those that count from then on."""
    state = models.CharField(max_length=16, choices=FileState.choices, default=FileState.PENDING)
    reason = models.CharField(max_length=200, blank=True)
    """Why it was refused."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the content as it is served, hexadecimal; empty for what came in parts and is larger than an upload may be."""
    width = models.IntegerField(null=True, blank=True)
    """Pixels, and the next one too: of a picture alone."""
    height = models.IntegerField(null=True, blank=True)
    holder_kind = models.CharField(max_length=16, blank=True)
    holder = models.UUIDField(null=True, blank=True)
    place = models.SmallIntegerField(default=0)
    """Its turn among the files of its holder."""
    created_at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        indexes = (models.Index(fields=["holder", "holder_kind"], name="files_of_holder"),)

    def __str__(self) -> str:
        return f"{self.name} of {self.owner_id}"

    @property
    def key(self) -> str:
        """The key of its content once it has arrived."""
        return f"files/{self.id}"

    @property
    def upload_key(self) -> str:
        """The key under which it arrives."""
        return f"uploads/{self.id}"

    @property
    def thumbnail_key(self) -> str:
        return f"thumbnails/{self.id}"
