"""The runner of changes: again when the database says so, `unavailable` when it cannot."""

from collections.abc import Callable

import pytest
from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from psycopg_pool import PoolTimeout

from apps.accounts.models import User
from apps.core import transactions
from apps.core.errors import Conflict, Unavailable

LOCK_NOT_AVAILABLE = "55P03"


class Sqlstate(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def failure(sqlstate: str) -> OperationalError:
    error = OperationalError(sqlstate)
    error.__cause__ = Sqlstate(sqlstate)
    return error


def conflict() -> OperationalError:
    return failure(transactions.SERIALIZATION_FAILURE)


def no_connection_left() -> OperationalError:
    error = OperationalError("no connection")
    error.__cause__ = PoolTimeout("couldn't get a connection after 3.00 sec")
    return error


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "BACKOFF", 0)


class Work:
    """Makes a user and raises the next of `errors`; once there are none left, succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.runs = 0

    def __call__(self) -> int:
        self.runs += 1
        User.objects.create(username="alice")
        if self.errors:
            raise self.errors.pop(0)
        return self.runs


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [conflict(), IntegrityError("duplicate key")])
def test_a_conflict_rolls_back_and_runs_again(error: Exception) -> None:
    assert transactions.run(Work(error, error)) == 3
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lasting_conflict_ends_as_unavailable() -> None:
    work = Work(*[conflict() for _ in range(50)])
    with pytest.raises(Unavailable):
        transactions.run(work)
    assert work.runs == transactions.ATTEMPTS
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (failure(LOCK_NOT_AVAILABLE), Unavailable),
        (no_connection_left(), Unavailable),
        (ProgrammingError("no such column"), ProgrammingError),
        (Conflict(), Conflict),
    ],
)
def test_what_is_no_conflict_is_not_tried_again(error: Exception, answer: type[Exception]) -> None:
    work = Work(error)
    with pytest.raises(answer):
        transactions.run(work)
    assert work.runs == 1
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("runner", [transactions.run, transactions.read])
def test_a_lost_connection_is_replaced(runner: Callable[[Callable[[], int]], int]) -> None:
    backends: list[int] = []

    def work() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backends.append(cursor.fetchone()[0])
            if len(backends) == 1:
                cursor.execute("SELECT pg_terminate_backend(%s)", backends)
        return User.objects.count()

    assert runner(work) == 0
    assert len(set(backends)) == 2


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_nothing_is_run_again() -> None:
    work = Work(conflict())
    with pytest.raises(Unavailable), transaction.atomic():
        transactions.run(work)
    assert work.runs == 1


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (OperationalError(), Unavailable),
        (InterfaceError(), Unavailable),
        (ProgrammingError(), ProgrammingError),
    ],
)
def test_a_read_that_fails_is_unavailable(error: Exception, answer: type[Exception]) -> None:
    def work() -> None:
        raise error

    with pytest.raises(answer):
        transactions.read(work)


def test_a_read_answers() -> None:
    assert transactions.read(lambda: 1) == 1
