"""Run something like Aurora DSQL: PostgreSQL behind a proxy that refuses what DSQL refuses. For tests and benchmarks.

What it shows is DSQL's language, and that transactions see a snapshot and fail with 40001 when they collide. What it
does not: a collision is found when the second one writes, not when it commits; a transaction of more than 3,000 rows
that are not listed as VALUES; and how fast DSQL is.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tools.daemon import START_SECONDS, Account, Daemon, ServerError, free_port
from tools.servers import Postgres

PROXY = Path(__file__).with_name("dsql_proxy.py")
# ministack's own environment: what it pins clashes with what we pin.
PYTHON = Path(__file__).resolve().parent.parent / ".serverless" / "venv" / "bin" / "python"
DATABASE = "postgres"


@contextmanager
def dsql(directory: Path, *, fsync: bool) -> Iterator[str]:
    """Run it and yield its URL; the cluster's one database is empty."""
    behind = Postgres(directory, fsync=fsync)
    proxy = _Proxy(directory, behind)
    try:
        behind.run()
        with psycopg.connect(f"{behind.server}/{DATABASE}", autocommit=True) as connection:
            connection.execute("ALTER ROLE postgres SET default_transaction_isolation TO 'repeatable read'")
        proxy.run()
        yield proxy.url
    finally:
        proxy.stop()
        behind.stop()


class _Proxy(Daemon):
    def __init__(self, directory: Path, behind: Postgres) -> None:
        if not PYTHON.exists():
            raise ServerError("ministack is not installed; `make .serverless/venv/.stamp` does that")
        port = free_port()
        # It takes any password, and no encryption.
        self.url = f"dsql://admin:unasked@127.0.0.1:{port}/{DATABASE}?sslmode=disable"
        # -P: `tools/ministack.py` beside it is not the package.
        command = [str(PYTHON), "-P", str(PROXY), str(port), behind.server.rpartition(":")[2]]
        super().__init__(command, directory / "dsql.log", Account(), signal.SIGTERM)

    def run(self) -> None:
        """Start it; return when it answers."""
        self.start(self._answers)

    def _answers(self) -> bool:
        address = self.url.replace("dsql://", "postgresql://")
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=START_SECONDS) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True
