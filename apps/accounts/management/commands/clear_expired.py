"""`manage.py clear_expired`: forget tickets, tokens and sessions that are of no more use."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts.services.expiry import clear_expired


class Command(BaseCommand):
    help = "Forget expired tickets, refresh tokens and sessions. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (inherited)
        for name, count in clear_expired().items():
            self.stdout.write(f"{name}: {count}")
