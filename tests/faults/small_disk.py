"""Settings of a server whose SQLite file may have no more pages than a file says, at every moment.

`PRAGMA max_page_count` holds for one connection, so that each has to be told, before each of its statements.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tests.settings import *  # noqa: F403 (a settings module)

PAGES = Path(os.environ["PAGES_FILE"])


def bound(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Bound the growth of the file under a new connection."""

    def execute(run: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
        connection.connection.execute(f"PRAGMA max_page_count = {int(PAGES.read_text() or 0)}")
        return run(statement, params, many, context)

    connection.execute_wrappers.append(execute)


connection_created.connect(bound, weak=False)
