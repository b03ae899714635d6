"""The one clock that processes agree on: the database's."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Now  # noqa: TID251 (made right below)
from django.db.models.sql.compiler import SQLCompiler

_POSTGRESQL = "STATEMENT_TIMESTAMP()"
# SQLite compares times as text, so they are written as Python writes those that come from there: six digits or none.
_SQLITE = "REPLACE(STRFTIME('%Y-%m-%d %H:%M:%f000', 'NOW'), '.000000', '')"


class DatabaseNow(Now):
    """The database's time inside a query or as a column's default.

    Django's own `Now` writes three digits on SQLite, where a time is then unequal to itself once it was read.
    """

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, Any]:
        # Escaped twice: this fills a template, and then a statement's parameters are filled in.
        return self.as_sql(compiler, connection, template=_SQLITE.replace("%", "%%%%"), **extra_context)


def now() -> datetime:
    """Return the database's time, in UTC: to the microsecond on PostgreSQL, the millisecond on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_POSTGRESQL if connection.vendor == 'postgresql' else _SQLITE}")
        (value,) = cursor.fetchone()
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    moment: datetime = value
    return moment.astimezone(UTC)
