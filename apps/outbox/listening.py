"""Hears what other processes add: LISTEN on PostgreSQL, on a connection of its own."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from apps.outbox.bell import CHANNEL, bell, is_heard_elsewhere

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often the listening thread looks whether it should end, and how long it waits to connect again."""


@contextmanager
def listening(ear: threading.Event) -> Iterator[None]:
    """Have `ear` set whenever a process may have added something."""
    bell.hear(ear)
    if not is_heard_elsewhere():
        yield
        return
    listener = _Listener(ear)
    listener.start()
    try:
        yield
    finally:
        listener.end()


class _Listener(threading.Thread):
    def __init__(self, ear: threading.Event) -> None:
        super().__init__(name="outbox-listen", daemon=True)
        self._ear = ear
        self._ending = threading.Event()
        # Read now: Django's connection belongs to the thread that asks it.
        self._conninfo = _conninfo()

    def run(self) -> None:
        while not self._ending.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                logger.warning("the outbox is not listened to for a moment: %s", type(error).__name__)
                self._ending.wait(LOOK_SECONDS)

    def end(self) -> None:
        self._ending.set()
        self.join()

    def _listen(self) -> None:
        with psycopg.connect(self._conninfo, autocommit=True) as heard:
            heard.execute(f"LISTEN {CHANNEL}")
            # What was added before this, nobody told us.
            self._ear.set()
            while not self._ending.is_set():
                for _ in heard.notifies(timeout=LOOK_SECONDS, stop_after=1):
                    self._ear.set()


def _conninfo() -> str:
    params = connection.get_connection_params()
    known = (
        "dbname",
        "user",
        "password",
        "host",
        "port",
        "connect_timeout",
        "sslmode",
        "sslrootcert",
        "service",
    )
    return make_conninfo(**{name: params[name] for name in known if name in params})
