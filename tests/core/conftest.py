"""The stores that stand behind Django's cache, one for each shape, so that one suite runs over all."""

from collections.abc import Iterator
from typing import cast

import pytest
from django.core.cache import caches
from pytest_django import Settings

from apps.core.caches import Counting

BACKENDS = {
    "memory": "apps.core.caches.MemoryCache",
    "valkey": "apps.core.caches.SharedCache",
    "dynamodb": "apps.core.dynamodb.cache.DynamoCache",
}


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Counting]:
    """Make each store in turn the shared cache."""
    default = settings.CACHES["default"]
    if request.param == "dynamodb":
        request.getfixturevalue("dynamodb")
    elif request.param == "valkey" and default["BACKEND"] != BACKENDS["valkey"]:
        pytest.skip("this shape has no Valkey")
    if request.param != "valkey":
        default = {"BACKEND": BACKENDS[request.param], "LOCATION": "contract"}
    settings.CACHES = {"local": settings.CACHES["local"], "default": default}
    yield cast("Counting", caches["default"])
    if request.param == "memory":
        caches["default"].clear()
