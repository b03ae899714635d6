"""Voids every client's cursors: part of each restore from a backup."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.conversations.models import Installation
from apps.core.ids import new_id


class Command(BaseCommand):
    help = "Begin a new epoch, so that clients load anew what they know. Run it after every restore from a backup."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the signature is inherited)
        epoch = str(new_id())
        Installation.objects.update_or_create(singleton=True, defaults={"epoch": epoch})
        self.stdout.write(epoch)
