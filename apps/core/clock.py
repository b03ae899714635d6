"""The one clock that processes agree on: the database's."""

from datetime import UTC, datetime

from django.db import connection

# The same functions as `django.db.models.functions.Now()`, whose values stand beside these.
_POSTGRESQL = "SELECT statement_timestamp()"
_SQLITE = "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"


def now() -> datetime:
    """Return the database's time, in UTC: to the microsecond on PostgreSQL, the millisecond on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)
        (value,) = cursor.fetchone()
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    moment: datetime = value
    return moment.astimezone(UTC)
