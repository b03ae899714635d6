"""What is true of the whole installation."""

from datetime import datetime

from apps.conversations.models import Installation
from apps.core.clock import DatabaseNow


def epoch() -> str:
    """Return the string that changes with every restore from a backup and so voids cursors."""
    return Installation.objects.values_list("epoch", flat=True).get()


def epoch_and_time() -> tuple[str, datetime]:
    """Return the epoch, and the database's time, in UTC."""
    found: tuple[str, datetime] = Installation.objects.values_list("epoch", DatabaseNow()).get()
    return found
