"""Tests of what is different on Aurora DSQL: `PARLEY_TEST_SHAPE=dsql`."""

import pytest

from apps.core import dsql
from tests.conversations.conftest import group, published, room

__all__ = ["group", "on_dsql", "published", "room"]


@pytest.fixture
def on_dsql(db: None) -> None:
    if not dsql.in_use():
        pytest.skip("asks a database that refuses what Aurora DSQL refuses: PARLEY_TEST_SHAPE=dsql")
