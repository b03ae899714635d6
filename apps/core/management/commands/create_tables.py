"""`manage.py create_tables`: make the DynamoDB tables of this installation."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from apps.core.aws.client import AwsError
from apps.core.dynamodb import tables


class Command(BaseCommand):
    help = "Make the DynamoDB tables that DYNAMODB_PREFIX names, where they are missing. It may run again."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (inherited)
        try:
            for kind in tables.KEYS:
                made = tables.create(kind)
                self.stdout.write(f"{tables.table(kind)}: {'created' if made else 'there already'}")
        except (ImproperlyConfigured, AwsError, PermissionError, TimeoutError) as error:
            raise CommandError(str(error)) from error
