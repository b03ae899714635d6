"""The arithmetic of `manage.py estimate`, by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

import pytest

from apps.costs import bills, prices
from apps.costs.day import Day, People, Place, Told
from apps.costs.operations import Counts, Operation
from apps.costs.prices import Price, Prices, total
from apps.costs.serverless import Serverless, dpu
from apps.costs.servers import Capacity, Database, Servers, Task

QUEUES = Price(service="SQS", unit="requests", dollars=0.40, per=1_000_000, always_free=1_000_000, page="")
MESSAGES = Price(
    service="API Gateway", unit="messages", dollars=1.0, per=1_000_000, first_year_free=1_000_000, page=""
)
OFTEN = [field.name for field in fields(Day) if field.name.startswith("per_")]
PEOPLE = People(users=1_000, messages=10, hours=8, days=20, online=0.5, devices=1)


def _told(**who: Sequence[str]) -> Told:
    given: dict[str, Sequence[str]] = {"everybody": (), "receipts": (), "typing": (), "watchers": (), **who}
    return Told(**given, receipt_members=50, typing_members=50, watching=6)


def _day(told: Told | None = None, **often: Mapping[str, float]) -> Day:
    given: dict[str, Mapping[str, float]] = {**{name: {} for name in OFTEN}, **often}
    nobody = _told()
    return Day(**given, places=[Place(0.75, 2), Place(0.25, 300)], told=told or nobody)


def _operations(**counts: Operation) -> dict[str, Operation]:
    return {"chunk": Operation(Counts(sqs_requests=3), Counts()), **counts}


@pytest.mark.parametrize(
    ("quantity", "tier", "dollars"),
    [
        (3_000_000, "none", 1.20),
        (3_000_000, "always", 0.80),
        (900_000, "always", 0),
        (3_000_000, "first-year", 0.80),
    ],
)
def test_what_is_free_is_not_paid(quantity: float, tier: prices.FreeTier, dollars: float) -> None:
    assert QUEUES.of(quantity, tier) == pytest.approx(dollars)


def test_the_first_year_frees_more() -> None:
    assert MESSAGES.of(1_500_000, "always") == pytest.approx(1.50)
    assert MESSAGES.of(1_500_000, "first-year") == pytest.approx(0.50)


def test_a_bill_has_a_line_for_all_that_was_used() -> None:
    bill = Prices("2026-11", "us-east-1", {"queues": QUEUES, "messages": MESSAGES}).bill(
        {"queues": 2_000_000, "messages": 500_000}, "none"
    )
    assert [line.dollars for line in bill] == pytest.approx([0.80, 0.50])
    assert total(bill) == pytest.approx(1.30)


def test_what_has_no_price_is_no_bill() -> None:
    with pytest.raises(KeyError):
        Prices("2026-11", "us-east-1", {}).bill({"queues": 1}, "none")


def test_things_happen_for_each_message_hour_and_day() -> None:
    day = _day(
        per_message={"chat": 2.0},
        per_hour_online={"ping": 3.0},
        per_day={"list": 5.0},
        per_hour={"sweep": 1.0},
    )
    one = Operation(Counts(invocations=1), Counts())
    month = day.month(PEOPLE, _operations(chat=one, ping=one, list=one, sweep=one))
    # 1,000 people, 20 days: 200,000 messages, 160,000 hours, 20,000 days, and 730 hours of a month.
    assert month.invocations == 2 * 200_000 + 3 * 160_000 + 5 * 20_000 + 730


def test_everybody_connected_in_the_place_is_told() -> None:
    day = _day(_told(everybody=["chat"]), per_message={"chat": 1.0})
    month = day.month(PEOPLE, _operations(chat=Operation(Counts(frames=1), Counts(posts=1))))
    # In three of four the writer and half of the other one, 1.5; else the writer and half of 299, 150.5.
    assert month.posts == pytest.approx(200_000 * (0.75 * 1.5 + 0.25 * 150.5))
    assert month.frames == 200_000
    # Above 100 they are split into chunks of 100: two, each three requests.
    assert month.sqs_requests == pytest.approx(200_000 * 0.25 * 2 * 3)


def test_no_place_has_more_members_than_there_are_people() -> None:
    day = _day(_told(everybody=["chat"]), per_message={"chat": 1.0})
    few = People(users=5, messages=1, hours=1, days=1, online=1.0, devices=2)
    month = day.month(few, _operations(chat=Operation(Counts(), Counts(posts=1))))
    assert month.posts == pytest.approx(5 * (0.75 * 2 * 2 + 0.25 * 5 * 2))
    assert month.sqs_requests == 0


def test_receipts_of_large_rooms_go_to_ones_own_devices_only() -> None:
    day = _day(_told(receipts=["read"]), per_message={"read": 1.0})
    month = day.month(PEOPLE, _operations(read=Operation(Counts(), Counts(posts=1))))
    assert month.posts == pytest.approx(200_000 * (0.75 * 1.5 + 0.25 * 1))


def test_typing_is_told_to_the_others_and_to_nobody_in_large_rooms() -> None:
    day = _day(_told(typing=["typing"]), per_message={"typing": 1.0})
    month = day.month(PEOPLE, _operations(typing=Operation(Counts(), Counts(posts=1))))
    assert month.posts == pytest.approx(200_000 * 0.75 * 0.5)


def test_those_who_are_not_connected_are_looked_up_as_well() -> None:
    day = _day(_told(everybody=["chat"]), per_message={"chat": 1.0})
    month = day.month(PEOPLE, _operations(chat=Operation(Counts(), Counts(), Counts(dynamodb_reads=1))))
    assert month.dynamodb_reads == pytest.approx(200_000 * (0.75 * 0.5 + 0.25 * 149.5))


def test_presence_goes_to_those_who_watch() -> None:
    day = _day(_told(watchers=["connection"]), per_day={"connection": 1.0})
    month = day.month(PEOPLE, _operations(connection=Operation(Counts(), Counts(posts=1))))
    assert month.posts == pytest.approx(20_000 * 3)


def test_a_function_is_billed_for_computing_and_waiting() -> None:
    counts = Counts(cpu_ms=10, statements=4, commits=1, dynamodb_calls=2, posts=32)
    # On a whole vCPU, 10 ms, 4 * 3 + 8 for SQL, 2 * 5 for DynamoDB, 10 for 32 posts at once: 50 ms.
    assert Serverless(memory=1_769).gb_seconds(counts) == pytest.approx(0.050 * 1_769 / 1_024)
    assert Serverless(memory=1_769).gb_seconds(Counts(s3_calls=1)) == pytest.approx(0.1 * 1_769 / 1_024)
    # With half of the memory the computing takes twice as long, the waiting does not.
    assert Serverless(memory=884).gb_seconds(counts) == pytest.approx(0.060 * 884 / 1_024, rel=1e-3)


def test_aurora_dsql_meters_as_its_guide_says() -> None:
    # The guide's own example of an insert: 0.05 to write and 0.00375 to read.
    counts = Counts(read_bytes=2_048, written_bytes=1_024)
    assert dpu(counts) == pytest.approx(0.05375, rel=1e-3)
    assert dpu(Counts(statements=1_000)) == pytest.approx(2.7)


def test_a_database_of_ones_own_replaces_dsql() -> None:
    estimate = bills.estimate(Serverless(database=19.0), Servers())
    services = {line.price.service: line.dollars for line in estimate.on_lambda(PEOPLE)}
    assert services["PostgreSQL"] == 19.0
    assert "Aurora DSQL" not in services


CAPACITY = Capacity(
    1_800,
    Task(vcpu=0.5, gb=1.0, least=2),
    Task(vcpu=0.25, gb=0.5),
    [Database("small", 1_000), Database("large", 4_000)],
)


@pytest.mark.parametrize(("connected", "tasks"), [(0, 2), (1_800, 2), (1_801, 3), (9_000, 10)])
def test_tasks_hold_so_many_people_each(connected: float, tasks: int) -> None:
    assert CAPACITY.web_tasks(connected) == tasks


@pytest.mark.parametrize(
    ("connected", "database"), [(1_000, ("small", 1)), (1_001, ("large", 1)), (4_001, ("large", 2))]
)
def test_the_smallest_database_that_suffices(connected: float, database: tuple[str, int]) -> None:
    assert CAPACITY.database(connected) == database


def test_servers_cost_the_same_whether_used_or_not() -> None:
    usage = Servers(nat=True).usage(PEOPLE, _day(), _operations(), CAPACITY)
    assert usage["fargate_vcpu_hours"] == 1.25 * 730
    assert usage["fargate_gb_hours"] == 2.5 * 730
    assert usage["small"] == usage["valkey_hours"] == 730
    assert usage["rds_gb_months"] == 20
    assert usage["nat_months"] == usage["balancer_months"] == usage["zones"] == 1


def test_messages_of_a_year_are_stored() -> None:
    day = _day(per_message={"chat": 1.0})
    counts = _operations(chat=Operation(Counts(stored_bytes=1_000), Counts()))
    kept = Serverless(kept_months=12).usage(PEOPLE, day, counts)
    assert kept["dsql_gb_months"] == pytest.approx(200_000 * 12 * 1_000 / 1e9)


def test_below_the_break_even_lambda_is_cheaper_and_above_it_is_not() -> None:
    estimate = bills.estimate(Serverless(), Servers())
    meet = estimate.break_even(PEOPLE)
    assert meet is not None
    assert estimate.difference(PEOPLE, meet) <= 0 < estimate.difference(PEOPLE, meet + 1)


def test_those_who_do_nothing_never_need_a_server() -> None:
    idle = People(users=1, messages=0, hours=0, days=1, online=0, devices=1)
    assert bills.estimate(Serverless(), Servers()).break_even(idle) is None
