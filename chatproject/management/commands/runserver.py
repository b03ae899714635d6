"""Serves with daphne, and drains the outbox on a thread: one command is the whole installation."""

import threading
from typing import Any

from daphne.management.commands.runserver import Command as DaphneCommand

from apps.outbox.worker import Worker


class Command(DaphneCommand):  # type: ignore[misc]  # daphne has no types
    def inner_run(self, *args: Any, **options: Any) -> None:
        """Serve; under the autoreloader this runs in the process that serves, and not in the one that watches."""
        worker = Worker()
        # A daemon: the autoreloader ends its process without a word. What was claimed then is claimed once more.
        thread = threading.Thread(target=worker.run, name="outbox", daemon=True)
        thread.start()
        try:
            super().inner_run(*args, **options)
        finally:
            worker.stop()
            thread.join()
