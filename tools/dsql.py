"""Run something like Aurora DSQL: PostgreSQL behind a proxy that refuses what DSQL refuses. For tests and benchmarks.

What it shows is DSQL's language, that transactions see a snapshot and fail with 40001 when they collide, and that none
changes more than 3,000 rows. What it does not: a collision is found when the second one writes, not when it commits;
and how fast DSQL is.
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
# Each table that is made gets triggers, which count what a transaction changes.
COUNTS_ROWS = """
    CREATE FUNCTION count_rows() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        total bigint := coalesce(nullif(current_setting('parley.rows', true), ''), '0')::bigint
            + (SELECT count(*) FROM changed);
    BEGIN
        IF total > 3000 THEN
            RAISE 'transaction row limit exceeded' USING ERRCODE = 'program_limit_exceeded';
        END IF;
        PERFORM set_config('parley.rows', total::text, true);
        RETURN NULL;
    END $$;
    CREATE FUNCTION have_rows_counted() RETURNS event_trigger LANGUAGE plpgsql AS $$
    DECLARE
        made record;
        change text[];
    BEGIN
        FOR made IN SELECT object_identity FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' LOOP
            FOREACH change SLICE 1 IN ARRAY ARRAY[['INSERT', 'NEW'], ['UPDATE', 'NEW'], ['DELETE', 'OLD']] LOOP
                EXECUTE format(
                    'CREATE OR REPLACE TRIGGER count_%s AFTER %s ON %s REFERENCING %s TABLE AS changed '
                    'FOR EACH STATEMENT EXECUTE FUNCTION public.count_rows()',
                    change[1], change[1], made.object_identity, change[2]
                );
            END LOOP;
        END LOOP;
    END $$;
    CREATE EVENT TRIGGER have_rows_counted ON ddl_command_end
        WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION have_rows_counted();
"""


@contextmanager
def dsql(directory: Path, *, fsync: bool) -> Iterator[str]:
    """Run it and yield its URL; the cluster's one database is empty."""
    behind = Postgres(directory, fsync=fsync)
    proxy = _Proxy(directory, behind)
    try:
        behind.run()
        with psycopg.connect(f"{behind.server}/{DATABASE}", autocommit=True) as connection:
            connection.execute("ALTER ROLE postgres SET default_transaction_isolation TO 'repeatable read'")
            connection.execute(COUNTS_ROWS)
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
