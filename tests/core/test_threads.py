"""Blocking work runs beside the loop, in turn where it must, and leaves no connection behind."""

import asyncio
import contextvars
import threading

import pytest
from django.conf import settings
from django.db import connection

from apps.core.threads import TOGETHER, run_in_pool, run_together


def test_returns_and_raises_what_the_work_does() -> None:
    async def scenario() -> int:
        with pytest.raises(ZeroDivisionError):
            await run_in_pool(divmod, 1, 0)
        return await run_in_pool(max, 1, 2)

    assert asyncio.run(scenario()) == 2


def test_the_callers_context_goes_along() -> None:
    request = contextvars.ContextVar("request", default="none")

    async def scenario() -> str:
        request.set("r1")
        return await run_in_pool(request.get)

    assert asyncio.run(scenario()) == "r1"


def test_jobs_of_one_key_run_one_after_another_in_order() -> None:
    running, ran, overlaps = set[int](), list[int](), list[int]()

    def work(number: int) -> None:
        overlaps.extend(running)
        running.add(number)
        threading.Event().wait(0.002)
        running.discard(number)
        ran.append(number)

    async def scenario() -> None:
        await asyncio.gather(*(run_in_pool(work, number, key="one") for number in range(30)))

    asyncio.run(scenario())
    assert ran == list(range(30))
    assert overlaps == []


def test_a_busy_key_occupies_one_thread_only() -> None:
    gate = threading.Event()

    async def scenario() -> str:
        jobs = settings.ORM_THREADS * 3
        held = [asyncio.ensure_future(run_in_pool(gate.wait, 5, key="busy")) for _ in range(jobs)]
        await asyncio.sleep(0)
        answer = await asyncio.wait_for(run_in_pool(str, "served", key="other"), 2)
        gate.set()
        await asyncio.gather(*held)
        return answer

    assert asyncio.run(scenario()) == "served"


def test_a_failing_job_lets_the_next_of_its_key_run() -> None:
    async def scenario() -> list[object]:
        jobs = [run_in_pool(divmod, 1, divisor, key="one") for divisor in (0, 1)]
        return list(await asyncio.gather(*jobs, return_exceptions=True))

    failed, done = asyncio.run(scenario())
    assert isinstance(failed, ZeroDivisionError)
    assert done == (1, 0)


def test_a_job_that_is_cancelled_while_it_waits_never_runs() -> None:
    gate, ran = threading.Event(), list[int]()

    async def scenario() -> None:
        first = asyncio.ensure_future(run_in_pool(gate.wait, 5, key="one"))
        second = asyncio.ensure_future(run_in_pool(ran.append, 2, key="one"))
        third = asyncio.ensure_future(run_in_pool(ran.append, 3, key="one"))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(first, third)

    asyncio.run(scenario())
    assert ran == [3]


@pytest.mark.django_db(transaction=True)
def test_each_job_gives_its_connection_back() -> None:
    if connection.vendor != "postgresql":
        # SQLite has no pool: its connections stay with their threads on purpose.
        return

    found = list[object]()

    def ask() -> int:
        found.append(connection.connection)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return int(cursor.fetchone()[0])

    async def scenario() -> int:
        # More than there are threads: what a job keeps, the next one on its thread finds.
        return sum(await asyncio.gather(*(run_in_pool(ask) for _ in range(settings.ORM_THREADS * 3))))

    assert asyncio.run(scenario()) == settings.ORM_THREADS * 3
    assert found == [None] * len(found)


def test_what_waits_under_a_key_runs_together() -> None:
    gate, batches = threading.Event(), list[list[int]]()

    def work(items: list[int]) -> list[int]:
        gate.wait(5)
        batches.append(items)
        return [item * 2 for item in items]

    async def scenario() -> list[int]:
        count = TOGETHER + 10
        calls = [asyncio.ensure_future(run_together(work, number, key="one")) for number in range(count)]
        await asyncio.sleep(0)
        calls[-1].cancel()
        await asyncio.sleep(0)
        gate.set()
        results = await asyncio.gather(*calls, return_exceptions=True)
        return [result for result in results if isinstance(result, int)]

    results = asyncio.run(scenario())
    everybody = list(range(TOGETHER + 9))
    assert results == [number * 2 for number in everybody]
    assert [number for batch in batches for number in batch] == everybody
    assert len(batches) <= 3
    assert all(len(batch) <= TOGETHER for batch in batches)


def test_what_is_raised_together_is_raised_to_all() -> None:
    def work(items: list[int]) -> list[int]:
        raise ZeroDivisionError

    async def scenario() -> list[object]:
        calls = (run_together(work, number, key="one") for number in range(3))
        return list(await asyncio.gather(*calls, return_exceptions=True))

    assert [type(outcome) for outcome in asyncio.run(scenario())] == [ZeroDivisionError] * 3
