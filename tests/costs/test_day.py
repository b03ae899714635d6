"""The day of the estimate is the mixed day of the benchmark."""

from dataclasses import fields

import pytest

from apps.costs import day, operations, prices, serverless, servers
from apps.costs.day import Place
from apps.costs.media import Media
from bench.day import mix
from chatproject.limits import LIMITS

DAY, MIX = day.read(), mix.read()


def test_people_do_what_those_of_the_benchmark_do() -> None:
    weights = MIX.actions
    expected = {
        "chat": weights["write"],
        "typing": weights["write"],
        "history": weights["open"] + weights["scroll"] + weights["around"],
        "read": weights["open"] + weights["mark"],
        "list": weights["list"],
        "react": weights["react"],
        "edit": weights["edit"],
        "search": weights["search"],
        "find_people": weights["find_people"],
        "connection": weights["reconnect"],
    }
    assert dict(DAY.per_message) == pytest.approx(
        {name: weight / weights["write"] for name, weight in expected.items()}, abs=0.005
    )


def test_they_write_where_those_of_the_benchmark_write() -> None:
    assert DAY.places == [
        Place(MIX.places["direct"], 2),
        Place(MIX.places["group"], MIX.town.group_members),
        Place(MIX.places["room"], MIX.town.district),
    ]
    assert DAY.told.watching == MIX.town.directs


def test_receipts_and_typing_end_where_the_server_ends_them() -> None:
    assert DAY.told.receipt_members == LIMITS["receipt_members"]
    assert DAY.told.typing_members == LIMITS["posted_typing_members"]


def test_everything_that_happens_was_counted() -> None:
    often = [getattr(DAY, item.name) for item in fields(DAY) if item.name.startswith("per_")]
    assert {name for names in often for name in names} | {"chunk"} <= operations.read().keys()


def test_every_database_and_every_unit_has_a_price() -> None:
    known = prices.read().prices
    media = Media(calls=1, files=1)
    people = day.People(users=1, messages=1, hours=1, days=1, online=1, devices=1, media=media)
    capacity = servers.read()
    used = {
        *serverless.Serverless().usage(people, DAY, operations.read()),
        *servers.Servers().usage(people, DAY, operations.read(), capacity),
        *(size.price for size in capacity.databases),
    }
    assert used == set(known)
