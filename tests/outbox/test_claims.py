"""Who holds a row, and who does not any more: on whichever database the tests run."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from apps.core import clock, transactions
from apps.outbox import claims
from apps.outbox.adding import add
from apps.outbox.claims import LEASE_SECONDS, Job, claim
from apps.outbox.models import OutboxRow

pytestmark = pytest.mark.django_db(transaction=True)


def add_chores(count: int, kind: str = "chore") -> None:
    add(kind, *({"number": number} for number in range(count)))


def let_leases_lapse() -> None:
    OutboxRow.objects.update(leased_until=F("leased_until") - timedelta(seconds=LEASE_SECONDS + 1))


def at_once(count: int, work: Callable[[], list[Job]]) -> list[list[Job]]:
    barrier = Barrier(count)

    def run(_: int) -> list[Job]:
        barrier.wait(10)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_adding_costs_one_statement_however_much_is_added() -> None:
    moment = clock.now()
    with CaptureQueriesContext(connection) as statements:
        add("chore", {"number": 1}, {"number": 2}, at=moment)
    assert len([each for each in statements if each["sql"].startswith("INSERT")]) == 1
    assert len([each for each in statements if each["sql"].startswith("SELECT")]) == 0
    assert {(row.created_at, row.due_at) for row in OutboxRow.objects.all()} == {(moment, moment)}


def test_adding_nothing_does_nothing() -> None:
    with CaptureQueriesContext(connection) as statements:
        add("chore")
    assert len(statements) == 0


def test_workers_that_race_never_hold_one_row_twice() -> None:
    add_chores(120)

    def drain() -> list[Job]:
        mine: list[Job] = []
        while OutboxRow.objects.filter(lease=None).exists():
            mine += transactions.read(lambda: claim({"chore": 7}))
        return mine

    claimed = [job.id for mine in at_once(4, drain) for job in mine]
    assert len(claimed) == len(set(claimed)) == 120


def test_a_claim_says_what_is_to_be_done_and_counts() -> None:
    add("chore", {"conversation": str(uuid4()), "seq": 7})
    (row,), (job,) = OutboxRow.objects.all(), claim({"chore": 5})
    assert (job.id, job.kind, job.payload, job.attempts) == (row.id, "chore", row.payload, 1)
    row.refresh_from_db()
    assert row.lease == job.lease
    assert row.leased_until
    assert abs((row.leased_until - clock.now()).total_seconds() - LEASE_SECONDS) < 5


def test_a_claim_takes_so_many_of_each_kind_the_oldest_first() -> None:
    add_chores(3)
    add_chores(3, kind="errand")
    add_chores(3, kind="unknown here")
    claimed = claim({"chore": 2, "errand": 5})
    assert [(job.kind, job.payload["number"]) for job in claimed] == [
        ("chore", 0),
        ("chore", 1),
        ("errand", 0),
        ("errand", 1),
        ("errand", 2),
    ]
    assert [job.payload["number"] for job in claim({"chore": 2})] == [2]


def test_what_is_not_due_or_dead_is_not_claimed() -> None:
    add_chores(3)
    later, dead, due = OutboxRow.objects.order_by("id")
    OutboxRow.objects.filter(id=later.id).update(due_at=F("due_at") + timedelta(seconds=60))
    OutboxRow.objects.filter(id=dead.id).update(dead_at=F("due_at"))
    assert [job.id for job in claim({"chore": 5})] == [due.id]


def test_a_lapsed_lease_is_anothers_and_the_first_changes_nothing_any_more() -> None:
    add_chores(2)
    first = claim({"chore": 2})
    assert claim({"chore": 2}) == []
    let_leases_lapse()
    second = claim({"chore": 1})
    assert [(job.id, job.attempts) for job in second] == [(first[0].id, 2)]
    claims.put_off(first, 30)
    claims.bury(first[:1], "lost")
    (held,) = OutboxRow.objects.filter(id=second[0].id)
    assert (held.lease, held.dead_at, held.error) == (second[0].lease, None, "")
    assert claims.take(first[:1]) == []
    assert claims.take(second) == second
    assert list(OutboxRow.objects.values_list("id", flat=True)) == [first[1].id]


def test_putting_off_keeps_the_reason_and_may_not_count() -> None:
    add_chores(1)
    claims.put_off(claim({"chore": 1}), 30, error="no answer")
    (row,) = OutboxRow.objects.all()
    assert (row.attempts, row.error, row.lease, row.leased_until) == (1, "no answer", None, None)
    assert abs((row.due_at - clock.now()).total_seconds() - 30) < 5
    OutboxRow.objects.update(due_at=clock.now())
    claims.put_off(claim({"chore": 1}), 0, counted=False)
    assert OutboxRow.objects.get().attempts == 1


def test_burying_keeps_the_row() -> None:
    add_chores(1)
    claims.bury(claim({"chore": 1}), "HTTP 500")
    row = OutboxRow.objects.get()
    assert (row.dead_at is not None, row.error, row.lease) == (True, "HTTP 500", None)
    assert claim({"chore": 1}) == []
