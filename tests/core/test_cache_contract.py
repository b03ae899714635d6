"""What a shared cache holds to, wherever it keeps its entries."""

import threading
import time
from collections.abc import Callable
from typing import cast

import pytest
from django.core.cache import caches

from apps.core.caches import Counting

from .crowd import CALLERS, at_once

NOON = 1_800_000_000


def until(holds: Callable[[], bool]) -> None:
    patience = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < patience
        threading.Event().wait(0.05)


@pytest.mark.parametrize(
    "value",
    [0, -7, 2**62, True, 1.5, "", "Grüße 😀", None, [1, "two", None], {"a": {"b": [False]}}],
    ids=repr,
)
def test_what_was_stored_comes_back(store: Counting, value: object) -> None:
    store.set("key", value, timeout=60)
    assert store.get("key", "nothing") == value
    assert type(store.get("key")) is type(value)
    assert store.get_many(["key"]) == {"key": value}
    assert "key" in store


def test_what_was_not_stored_is_the_default(store: Counting) -> None:
    assert store.get("key") is None
    assert store.get("key", 7) == 7
    assert store.get_many([]) == {}
    assert "key" not in store


def test_a_later_value_takes_the_place_of_an_earlier_one(store: Counting) -> None:
    store.set("key", 1)
    store.set("key", "two", timeout=None)
    assert store.get("key") == "two"


def test_the_first_to_add_wins(store: Counting) -> None:
    assert store.add("key", "first", timeout=60)
    assert not store.add("key", "second", timeout=60)
    assert store.get("key") == "first"


def test_one_of_many_who_add_at_once_wins(store: Counting) -> None:
    assert sum(at_once(lambda: caches["default"].add("key", 1, timeout=60))) == 1


def test_many_are_read_together(store: Counting) -> None:
    for number in range(0, 210, 2):
        store.set(f"key-{number}", number, timeout=60)
    assert store.get_many(f"key-{number}" for number in range(210)) == {
        f"key-{number}": number for number in range(0, 210, 2)
    }


def test_what_is_deleted_is_gone(store: Counting) -> None:
    store.set("key", 1, timeout=60)
    assert store.delete("key")
    assert store.get("key") is None
    assert not store.delete("key")


def test_numbers_are_added_to_one_after_another(store: Counting) -> None:
    store.set("key", 10, timeout=60)
    assert sorted(at_once(lambda: caches["default"].incr("key"))) == list(range(11, 11 + CALLERS))
    assert store.decr("key", 5) == 5 + CALLERS


def test_a_number_that_is_not_there_cannot_be_added_to(store: Counting) -> None:
    with pytest.raises(ValueError, match="not found"):
        store.incr("key")


@pytest.mark.parametrize("timeout", [0, -1])
def test_what_may_not_stay_is_not_there(store: Counting, timeout: int) -> None:
    store.set("key", 1, timeout=timeout)
    assert store.get("key") is None
    assert store.add("key", 2, timeout=60)


def test_what_has_ended_is_absent_to_every_question(store: Counting) -> None:
    for key in ("short", "touched", "kept"):
        store.set(key, 1, timeout=1)
    assert store.touch("touched", timeout=60)
    assert store.touch("kept", timeout=None)
    until(lambda: store.get("short") is None)
    assert store.get_many(["short", "touched", "kept"]) == {"touched": 1, "kept": 1}
    assert not store.touch("short", timeout=60)
    with pytest.raises(ValueError, match="not found"):
        store.incr("short")
    assert not store.delete("short")
    assert store.add("short", 2, timeout=60)


def test_versions_are_apart(store: Counting) -> None:
    store.set("key", 1, version=1)
    assert store.get("key", version=2) is None


def test_a_counter_is_exact_however_many_count(store: Counting) -> None:
    counted = at_once(lambda: cast("Counting", caches["default"]).count("key", NOON, 60))
    assert sorted(counted) == list(range(1, 1 + CALLERS))


def test_windows_and_keys_are_counted_apart(store: Counting) -> None:
    assert [store.count("key", NOON, 60) for _ in range(3)] == [1, 2, 3]
    assert store.count("key", NOON + 60, 60) == 1
    assert store.count("other", NOON, 60) == 1
    assert store.count("key", NOON, 60) == 4
