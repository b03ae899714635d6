"""What the call doctor measures with: it takes what it is sent, and does nothing."""

import pytest
from django.conf import LazySettings

from apps.accounts.models import User
from chatproject.limits import Rate
from tests.conftest import Api

pytestmark = pytest.mark.django_db


def test_what_is_sent_is_thrown_away(api: Api, alice: User) -> None:
    assert api(alice).post("/api/calls/probe", {"filling": "0" * 200_000}).status_code == 204
    assert api(alice).post("/api/calls/probe", {"filling": 1}).status_code == 400


def test_there_is_an_end_to_it(api: Api, alice: User, settings: LazySettings) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "probe": Rate(1, 9999)}
    filled = api(alice)
    assert filled.post("/api/calls/probe", {"filling": ""}).status_code == 204
    assert filled.post("/api/calls/probe", {"filling": ""}).status_code == 429
