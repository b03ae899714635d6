"""Kinds of jobs that a test makes up, and workers that run while it looks."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from apps.outbox import handlers, listening
from apps.outbox.handlers import Handler, Work
from apps.outbox.worker import Worker

SOON = 10.0
"""Seconds after which something that was to happen at once has not happened."""

Handle = Callable[..., None]
Working = Callable[..., AbstractContextManager[Worker]]


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Handle:
    """Return `register` for kinds of this test alone; no others are known meanwhile."""
    own: dict[str, Handler] = {}
    monkeypatch.setattr(handlers, "_handlers", own)

    def register(work: Work, *, kind: str = "chore", together: int = 1) -> None:
        handlers.register(kind, work, together=together)

    return register


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch) -> Working:
    """Return a context in which a worker runs; once it has ended, what the worker did is in the record."""
    monkeypatch.setattr(listening, "LOOK_SECONDS", 0.02)

    @contextmanager
    def run(threads: int = 2) -> Iterator[Worker]:
        worker = Worker(threads)
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            yield worker
        finally:
            worker.stop()
            thread.join(SOON)
            assert not thread.is_alive()

    return run
