"""Rate limits are exact, wherever they are counted."""

import pytest
from pytest_django import Settings

from apps.core import limits
from apps.core.caches import Counting
from apps.core.errors import RateLimited
from chatproject.limits import Rate

from .crowd import at_once


def allowed() -> bool:
    try:
        limits.count("send", "alice")
    except RateLimited:
        return False
    return True


def test_many_at_once_get_exactly_the_count(
    store: Counting, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATE_LIMITS = {"send": Rate(7, 60)}
    settings.RATE_LIMIT_FACTOR = 1
    monkeypatch.setattr("apps.core.limits.time.time", lambda: 1_800_000_000.0)
    assert sum(at_once(allowed)) == 7
