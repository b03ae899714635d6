"""What is true of the whole installation."""

from apps.conversations.models import Installation


def epoch() -> str:
    """Return the string that changes with every restore from a backup and so voids cursors."""
    return Installation.objects.values_list("epoch", flat=True).get()
