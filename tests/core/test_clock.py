"""The database's clock."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from apps.core import clock


@pytest.mark.django_db
def test_the_clock_is_the_databases_and_in_utc() -> None:
    now = clock.now()
    assert now.tzinfo is UTC
    assert abs(timezone.now() - now) < timedelta(minutes=1)
    assert clock.now() >= now
