"""What is true of the whole installation."""

from django.db import models


class Installation(models.Model):
    """The single row that holds `epoch`: changed by `manage.py new_epoch` after every restore from a backup."""

    singleton = models.BooleanField(primary_key=True, default=True, editable=False)
    epoch = models.CharField(max_length=36)

    def __str__(self) -> str:
        return f"epoch {self.epoch}"
