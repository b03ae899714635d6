"""The database's clock inside the outbox's statements, as each database writes it."""

from django.db import connection

# SQLite compares times as text, so they are written as Python writes those that come from there: six digits or none.
_NOW = {
    "postgresql": "STATEMENT_TIMESTAMP()",
    "sqlite": "REPLACE(STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f000', 'NOW'), '.000000', '')",
}
_LATER = {
    "postgresql": "STATEMENT_TIMESTAMP() + %s * INTERVAL '1 millisecond'",
    "sqlite": "REPLACE(STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f000', 'NOW', (%s / 1000.0) || ' seconds'), '.000000', '')",
}


def now() -> str:
    """Return the expression for the time of the statement."""
    return _NOW[connection.vendor]


def later() -> str:
    """Return the expression for a time that lies so many milliseconds, its one parameter, ahead."""
    return _LATER[connection.vendor]
