"""A conversation whose lock somebody else holds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from django.db import connection, transaction

from apps.conversations.models import Conversation
from apps.conversations.services import log


@contextmanager
def locked(conversation: Conversation) -> Iterator[None]:
    """Hold a conversation's lock on another connection."""
    held, enough = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                log.lock(conversation.id)
                held.set()
                enough.wait(10)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert held.wait(10)
        try:
            yield
        finally:
            enough.set()
            holding.result()
