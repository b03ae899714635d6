"""What becomes of a job: done once, tried again, put off, given up, or left for the next worker."""

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from queue import SimpleQueue

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import F

from apps.core import clock
from apps.outbox import claims, lane
from apps.outbox import worker as working_module
from apps.outbox.adding import add
from apps.outbox.claims import Job
from apps.outbox.handlers import Failed, NotNow
from apps.outbox.lane import LONGEST_WAIT, MOST_ATTEMPTS, backoff
from apps.outbox.models import OutboxRow

from .conftest import SOON, Handle, Working

pytestmark = pytest.mark.django_db(transaction=True)


class Diary:
    """A handler that notes what it was given, and does with it what the test says."""

    def __init__(self, *errors: Exception) -> None:
        self.notes: SimpleQueue[list[int]] = SimpleQueue()
        self._errors = list(errors)

    def __call__(self, jobs: Sequence[Job]) -> None:
        self.notes.put([job.payload["number"] for job in jobs])
        if self._errors:
            raise self._errors.pop(0)

    def next(self) -> list[int]:
        return self.notes.get(timeout=SOON)


def add_chores(*numbers: int) -> None:
    add("chore", *({"number": number} for number in numbers))


def seconds_until_due(row: OutboxRow) -> float:
    return (row.due_at - clock.now()).total_seconds()


def test_what_is_done_is_gone(handle: Handle, working: Working) -> None:
    diary = Diary()
    handle(diary)
    add_chores(1, 2, 3)
    with working():
        assert sorted(diary.next() + diary.next() + diary.next()) == [1, 2, 3]
    assert not OutboxRow.objects.exists()


def test_a_rollback_leaves_nothing_to_do(handle: Handle) -> None:
    with transaction.atomic():
        add_chores(1)
        transaction.set_rollback(True)
    assert not OutboxRow.objects.exists()


def test_a_sleeping_worker_is_woken_by_the_commit(
    handle: Handle, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_module, "IDLE_SECONDS", 600.0)
    diary = Diary()
    handle(diary)
    with working():
        add_chores(0)
        assert diary.next() == [0]
        for number in (1, 2, 3):
            with transaction.atomic():
                add_chores(number)
            assert diary.next() == [number]


def test_many_are_done_together_one_batch_after_another(handle: Handle, working: Working) -> None:
    diary = Diary()
    handle(diary, together=3)
    add_chores(1, 2, 3, 4)
    with working(threads=8):
        assert (diary.next(), diary.next()) == ([1, 2, 3], [4])
    assert not OutboxRow.objects.exists()


def test_in_a_batch_that_fails_each_is_tried_alone(
    handle: Handle, working: Working, caplog: pytest.LogCaptureFixture
) -> None:
    diary = Diary(Failed("one of them"), Failed("the first"))
    handle(diary, together=3)
    add_chores(1, 2, 3)
    with working():
        assert [diary.next() for _ in range(4)] == [[1, 2, 3], [1], [2], [3]]
    (left,) = OutboxRow.objects.all()
    assert (left.payload, left.attempts, left.error) == ({"number": 1}, 1, "the first")


def test_what_failed_is_tried_again_later(handle: Handle, working: Working) -> None:
    diary = Diary(Failed("HTTP 500"))
    handle(diary)
    add_chores(1)
    with working():
        diary.next()
    row = OutboxRow.objects.get()
    assert (row.attempts, row.error, row.lease) == (1, "HTTP 500", None)
    assert -5 < seconds_until_due(row) < 2
    with working():
        assert diary.next() == [1]
    assert not OutboxRow.objects.exists()


def test_an_unexpected_error_is_logged_and_its_words_are_not_kept(
    handle: Handle, working: Working, caplog: pytest.LogCaptureFixture
) -> None:
    diary = Diary(ValueError("a secret"))
    handle(diary)
    add_chores(1)
    with caplog.at_level(logging.WARNING, "apps.outbox"), working():
        diary.next()
    assert OutboxRow.objects.get().error == "ValueError"
    (line,) = [record for record in caplog.records if record.name == lane.__name__]
    assert (line.levelname, line.exc_info is not None) == ("WARNING", True)
    assert "a secret" not in line.getMessage()


def test_waiting_is_no_attempt(handle: Handle, working: Working) -> None:
    diary = Diary(NotNow(45))
    handle(diary)
    add_chores(1)
    with working():
        diary.next()
    row = OutboxRow.objects.get()
    assert (row.attempts, row.error) == (0, "")
    assert 35 < seconds_until_due(row) < 46


def test_after_the_last_attempt_it_is_given_up_and_kept(
    handle: Handle, working: Working, caplog: pytest.LogCaptureFixture
) -> None:
    diary = Diary(Failed("HTTP 500"))
    handle(diary)
    add_chores(1)
    OutboxRow.objects.update(attempts=MOST_ATTEMPTS - 1)
    with working():
        diary.next()
    row = OutboxRow.objects.get()
    assert (row.attempts, row.dead_at is not None, row.error) == (MOST_ATTEMPTS, True, "HTTP 500")
    assert any(record.levelname == "ERROR" for record in caplog.records)


def test_waits_double_from_a_second_to_an_hour_and_end_after_a_day() -> None:
    for attempts in range(1, 13):
        assert 0.8 * 2 ** (attempts - 1) <= backoff(attempts) <= 1.2 * 2 ** (attempts - 1)
    assert 0.8 * LONGEST_WAIT <= backoff(1000) <= 1.2 * LONGEST_WAIT
    waits = sum(min(LONGEST_WAIT, 2.0 ** (attempts - 1)) for attempts in range(1, MOST_ATTEMPTS))
    assert 23 < waits / 3600 < 25


def test_stopping_finishes_what_runs_and_leaves_the_rest(handle: Handle, working: Working) -> None:
    began, go_on, done = threading.Event(), threading.Event(), SimpleQueue[int]()

    def slow(jobs: Sequence[Job]) -> None:
        began.set()
        go_on.wait(SOON)
        done.put(jobs[0].payload["number"])

    handle(slow)
    add_chores(1, 2)
    with working(threads=1) as worker:
        assert began.wait(SOON)
        worker.stop()
        go_on.set()
    assert done.get_nowait() == 1
    left = OutboxRow.objects.get()
    assert (left.payload, left.attempts, left.lease) == ({"number": 2}, 0, None)


def test_what_was_claimed_and_has_not_begun_is_given_back(handle: Handle, working: Working) -> None:
    began, go_on = threading.Event(), threading.Event()

    def fail(jobs: Sequence[Job]) -> None:
        if len(jobs) == 1:
            began.set()
            go_on.wait(SOON)
        else:
            raise Failed("together")

    handle(fail, together=3)
    add_chores(1, 2, 3)
    watching = threading.Thread(target=_let_go_when_given_back, args=(go_on,))
    with working() as worker:
        assert began.wait(SOON)
        worker.stop()
        watching.start()
    watching.join(SOON)
    assert [(row.attempts, row.lease) for row in OutboxRow.objects.all()] == [(0, None)] * 2


def _let_go_when_given_back(go_on: threading.Event) -> None:
    while OutboxRow.objects.filter(lease=None).count() < 2:
        pass
    connection.close()
    go_on.set()


def test_a_worker_outlives_its_database(
    handle: Handle, working: Working, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(working_module, "IDLE_SECONDS", 0.01)
    diary, whole, failures = Diary(), claims.claim, [OperationalError("gone")] * 7

    def claim(most: dict[str, int]) -> list[Job]:
        if failures:
            raise failures.pop()
        return whole(most)

    monkeypatch.setattr(claims, "claim", claim)
    handle(diary)
    add_chores(1)
    with caplog.at_level(logging.WARNING, "apps.outbox"), working():
        assert diary.next() == [1]
    assert [record.getMessage()[:29] for record in caplog.records] == [
        "the outbox's database is away",
        "the outbox's database is back",
    ]


def test_an_outcome_that_was_lost_is_done_once_more(
    handle: Handle, working: Working, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    diary, whole = Diary(), claims.take

    def lose(jobs: Sequence[Job]) -> list[Job]:
        monkeypatch.setattr(claims, "take", whole)
        raise DatabaseError("gone")

    monkeypatch.setattr(claims, "take", lose)
    handle(diary)
    add_chores(1)
    with working():
        diary.next()
    OutboxRow.objects.update(leased_until=F("leased_until") - timedelta(hours=1))
    with working():
        diary.next()
    assert not OutboxRow.objects.exists()


def test_a_handler_may_add_what_follows(handle: Handle, working: Working) -> None:
    diary = Diary()

    def cause(jobs: Sequence[Job]) -> None:
        add_chores(7)

    handle(diary)
    handle(cause, kind="cause", together=9)
    add("cause", {"number": 1})
    with working():
        assert diary.next() == [7]
    assert not OutboxRow.objects.exists()
