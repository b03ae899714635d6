"""Drains the outbox until it is told to stop."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.outbox.worker import THREADS, Worker


class Command(BaseCommand):
    help = "Do what the outbox holds (webhooks and the like) until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--threads", type=int, default=THREADS, help="how many deliveries are under way at once"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the signature is inherited)
        worker = Worker(max(1, options["threads"]))

        def stop(number: int, _frame: FrameType | None) -> None:
            # A second signal ends the process at once; what it held is another's when the leases run out.
            signal.signal(number, signal.SIG_DFL)
            worker.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        worker.run()
