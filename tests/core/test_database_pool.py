"""PostgreSQL is back: so are its clients, however long it was away."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from psycopg_pool import ConnectionPool, PoolTimeout

from tests.proxy import Proxy

AWAY_SECONDS, BACK_SECONDS = 3.5, 2.0
"""A second after it tried for the third time, psycopg's pool as it comes would try again in about three more."""


def test_the_pool_does_not_wait_longer_after_each_failure() -> None:
    server = urlsplit(os.environ["DATABASE_URL"])
    options = settings.DATABASES["default"]["OPTIONS"]["pool"]
    with Proxy(server.port or 0) as wire:
        address = server._replace(netloc=f"{server.username}@127.0.0.1:{wire.port}").geturl()
        with ConnectionPool(address, open=True, **options) as pool:
            pool.wait()
            wire.cut()
            with pytest.raises(psycopg.OperationalError), pool.connection() as broken:
                broken.execute("SELECT 1")
            with pytest.raises(PoolTimeout):
                pool.getconn(AWAY_SECONDS)
            wire.restore()
            pool.putconn(pool.getconn(BACK_SECONDS))
