#!/usr/bin/env python3
"""Django's command line."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatproject.settings")
    execute_from_command_line(sys.argv)
    if settings.SERVERLESS:
        # Nothing runs on behind a command there, as it does behind a server.
        from apps.realtime.gateway.invocation import finish  # noqa: PLC0415 (needs the apps that the command loaded)

        finish()


if __name__ == "__main__":
    main()
