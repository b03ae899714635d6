"""Rate limits, and the cache under them."""

import contextlib
import contextvars
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from pytest_django import Settings

from apps.core import cache, limits
from apps.core.cache import GuardedCache
from apps.core.caches import Counting, MemoryCache, SharedCache, counter_key
from apps.core.errors import RateLimited
from chatproject.limits import Rate

NOON = 1_800_000_000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the time in a list: what stands there is now."""
    now = [NOON]
    monkeypatch.setattr("apps.core.limits.time.time", lambda: now[0])
    return now


@pytest.fixture(autouse=True)
def _three_a_minute(settings: Settings) -> None:
    settings.RATE_LIMITS = {"send": Rate(3, 60), "other": Rate(3, 60)}
    settings.RATE_LIMIT_FACTOR = 1


def spend(times: int, subject: str = "alice") -> None:
    for _ in range(times):
        limits.count("send", subject)


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        (None, None, True),
    ],
)
def test_an_ipv6_network_counts_as_one_address(
    clock: list[float], first: str | None, second: str | None, *, one: bool
) -> None:
    for _ in range(3):
        limits.count_address("send", first)
    if one:
        with pytest.raises(RateLimited):
            limits.count_address("send", second)
    else:
        limits.count_address("send", second)


def test_the_count_is_allowed_and_no_more(clock: list[float]) -> None:
    spend(3)
    with pytest.raises(RateLimited) as caught:
        spend(1)
    assert caught.value.retry_after == 60


def test_the_wait_ends_with_the_window(clock: list[float]) -> None:
    spend(3)
    clock[0] += 59.5
    with pytest.raises(RateLimited) as caught:
        spend(1)
    assert caught.value.retry_after == 1
    clock[0] += 0.5
    spend(3)


def test_everyone_and_every_rule_is_counted_apart(clock: list[float]) -> None:
    spend(3)
    spend(3, "bob")
    spend(3, "a name\0with anything 😀\ud800 " * 50)
    limits.count("other", "alice")


@pytest.mark.parametrize(("factor", "allowed"), [(2, 6), (0.1, 1)])
def test_the_factor_multiplies(clock: list[float], settings: Settings, factor: float, allowed: int) -> None:
    settings.RATE_LIMIT_FACTOR = factor
    spend(allowed)
    with pytest.raises(RateLimited):
        spend(1)


def test_factor_zero_switches_limits_off(clock: list[float], settings: Settings) -> None:
    settings.RATE_LIMIT_FACTOR = 0
    spend(100)


@pytest.fixture
def frozen_redis(settings: Settings) -> Iterator[socket.socket]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CACHES = {
            "local": settings.CACHES["local"],
            "default": {
                "BACKEND": "apps.core.caches.SharedCache",
                "LOCATION": f"redis://127.0.0.1:{server.getsockname()[1]}",
                "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2},
            },
        }
        yield server


def callers(server: socket.socket) -> int:
    """Return how many connections were made to a server that has accepted none."""
    server.setblocking(False)
    found = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            found += 1
    return found


def test_a_frozen_redis_costs_one_timeout(
    frozen_redis: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    guarded = GuardedCache()
    assert [guarded.count("k", 0, 60) for _ in range(20)] == list(range(1, 21))
    assert callers(frozen_redis) == 1
    assert guarded.away
    assert len(caplog.records) == 1


def test_a_returned_redis_is_used_again(
    frozen_redis: socket.socket, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = GuardedCache()
    guarded.set("k", "local", timeout=60)
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["local"], "LOCATION": "returned"}}
    caches["default"].set("k", "shared")
    assert guarded.get("k") == "local"
    later = time.monotonic() + cache.PAUSE
    monkeypatch.setattr("apps.core.cache.time.monotonic", lambda: later)
    assert guarded.get("k") == "shared"
    assert not guarded.away


def test_the_contexts_of_one_process_share_their_connections() -> None:
    def connection() -> int:
        store = caches["default"]
        assert isinstance(store, SharedCache)
        return int(store._cache.get_client().client_id())

    assert len({contextvars.Context().run(connection) for _ in range(5)}) == 1


def test_a_counter_that_expires_in_between_is_begun_again() -> None:
    class Forgetful(MemoryCache):
        def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
            self.delete(key)
            return super().incr(key, delta, version)

    store = Forgetful("forgetful", {})
    assert [store.count("k", 0, 60) for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("name", ["default", "local"])
def test_a_counter_goes_with_its_window(name: str) -> None:
    store = caches[name]
    assert isinstance(store, Counting)
    store.count("short", 0, 1)
    patience = time.monotonic() + 5
    while store.get(counter_key("short", 0)) is not None:
        assert time.monotonic() < patience
        threading.Event().wait(0.05)


def test_the_rest_of_the_interface() -> None:
    store = cache.shared()
    store.set("a", 1, timeout=60)
    assert store.get_many(["a", "b"]) == {"a": 1}
    assert store.touch("a", timeout=90)
    assert store.delete("a")
    assert store.get("a") is None
