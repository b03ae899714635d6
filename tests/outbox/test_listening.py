"""Workers of other processes are woken by NOTIFY, and listen again after their connection was lost."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from apps.outbox import bell as ringing
from apps.outbox import listening as hearing
from apps.outbox.bell import CHANNEL, QUIET, Bell
from apps.outbox.listening import listening

from .conftest import SOON

pytestmark = pytest.mark.django_db(transaction=True)
LISTENERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = %s AND datname = current_database()
"""
"""Those of this database alone: beside it in the same cluster other tests have workers that listen."""


@pytest.fixture(autouse=True)
def _only_on_postgresql(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is one process's")
    monkeypatch.setattr(hearing, "LOOK_SECONDS", 0.02)


@contextmanager
def an_ear() -> Iterator[threading.Event]:
    """An ear that has begun to listen; nobody has rung yet."""
    ear = threading.Event()
    with listening(ear):
        assert ear.wait(SOON)
        ear.clear()
        yield ear


def test_another_processs_bell_is_heard() -> None:
    with an_ear() as ear:
        Bell().ring()
        assert ear.wait(SOON)


def test_a_listener_that_was_cut_off_listens_again() -> None:
    with an_ear() as ear:
        with connection.cursor() as cursor:
            cursor.execute(LISTENERS, [f"LISTEN {CHANNEL}"])
            assert cursor.fetchall() == [(True,)]
        # It sets the ear itself once it listens again: what was added meanwhile, nobody told it.
        assert ear.wait(SOON)
        ear.clear()
        Bell().ring()
        assert ear.wait(SOON)


def test_a_busy_process_rings_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([10.0, 10.0 + QUIET / 2, 10.0 + 1.5 * QUIET])
    monkeypatch.setattr(ringing, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    bell, ear = Bell(), threading.Event()
    bell.hear(ear)
    heard = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as statements:
            bell.ring()
        heard.append((len(statements), ear.is_set()))
        ear.clear()
    assert heard == [(1, True), (0, True), (1, True)]


def test_a_bell_that_cannot_ring_is_no_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(CursorWrapper, "execute", fail)
    Bell().ring()
    assert "not woken" in caplog.text
