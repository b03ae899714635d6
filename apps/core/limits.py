"""Rate limits: counters of fixed windows in the cache that all processes share."""

import hashlib
import math
import time
from ipaddress import ip_network

from django.conf import settings

from apps.core.cache import shared
from apps.core.errors import RateLimited


def count(rule: str, subject: str) -> None:
    """Count one more of `rule` (a key of `RATE_LIMITS`) by `subject`.

    Raises `RateLimited` beyond the rule's count, with the seconds until the window ends.
    """
    rate = settings.RATE_LIMITS[rule]
    if not settings.RATE_LIMIT_FACTOR:
        return
    now = time.time()
    window = int(now // rate.seconds) * rate.seconds
    used = shared().count(f"rate:{rule}:{_digest(subject)}", window, rate.seconds)
    if used > max(1, rate.count * settings.RATE_LIMIT_FACTOR):
        raise RateLimited(retry_after=max(1, math.ceil(window + rate.seconds - now)))


def count_address(rule: str, address: str | None) -> None:
    """Count one more of `rule` by an address, or by all who have none. Raises as `count` does.

    An IPv6 host chooses its addresses out of a /64 (RFC 4291, section 2.5.1), which therefore counts as one.
    """
    count(rule, _network(address) if address else "unknown")


def _network(address: str) -> str:
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address


def _digest(subject: str) -> str:
    """Return what stands for `subject` in a key: names and addresses may be long, and are nobody's business there."""
    return hashlib.blake2b(subject.encode(errors="replace"), digest_size=16).hexdigest()
