"""Django's caches, with what the limits ask of them besides: counters, at the price of one round trip."""

from typing import TYPE_CHECKING, Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

if TYPE_CHECKING:
    _Cache = BaseCache
else:
    _Cache = object


class Counting(_Cache):
    """A cache that counts, by `add` and `incr`, each of which is atomic in every cache of Django's."""

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What it raises while it is away."""
        return ()

    def count(self, key: str, window: int, seconds: int) -> int:
        """Return how often `key` was counted in one window, this time included.

        `window` is when it began, in Unix seconds, and `seconds` how long it lasts.
        """
        counter = counter_key(key, window)
        if self.add(counter, 1, timeout=seconds):
            return 1
        try:
            return self.incr(counter)
        except ValueError:
            # It expired between the two.
            self.add(counter, 1, timeout=seconds)
            return 1


def counter_key(key: str, window: int) -> str:
    return f"{key}:{window}"


class MemoryCache(Counting, LocMemCache):
    """The memory of one process."""


class _OnePool(RedisCacheClient):
    """Django makes a cache for each context, and so for each job of the thread pool: one with connections of its own
    would greet Redis anew each time.
    """

    _of_process: dict[tuple[str, ...], dict[int, Any]] = {}

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._pools = self._of_process.setdefault(tuple(servers), {})


class SharedCache(Counting, RedisCache):
    """Redis or Valkey, asked once: `add` and `incr` as Django has them are three questions."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _OnePool

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        # Asked of the client, which loads redis-py: other shapes do without.
        client: Any = self._cache
        return (client._lib.RedisError, OSError)  # noqa: SLF001 (Django's name for the module)

    def count(self, key: str, window: int, seconds: int) -> int:
        stored = self.make_and_validate_key(counter_key(key, window))
        client: Any = self._cache.get_client(stored, write=True)
        pipeline = client.pipeline(transaction=True)
        pipeline.set(stored, 0, ex=seconds, nx=True)
        pipeline.incr(stored)
        return int(pipeline.execute()[1])
