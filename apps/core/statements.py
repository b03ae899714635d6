"""Statements that are made once: the ORM compiles one anew for every row, at several times what the database needs.

Only the write path of messages and the outbox, which are as hot as that, use these.
"""

import functools
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, Field, Model, UUIDField

Param = UUID | datetime | int | str

_uuid: "UUIDField[UUID, UUID]" = UUIDField()


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, all of whose columns are set but for a generated key, which stays unknown.

    One statement, which sends no signals. Raises what the ORM's own `bulk_create` raises for the database.
    """
    model, columns = type(rows[0]), _columns(type(rows[0]))
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(_insert(model, len(rows), connection.vendor), values)


def execute(statement: str, params: Iterable[Param]) -> None:
    """Execute `statement`, which answers nothing; one that is to say what it changed has `RETURNING` and is `found`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [prepared(param) for param in params])


def found(statement: str, params: Iterable[Param]) -> list[tuple[Any, ...]]:
    """Execute `statement`, and return the rows that it found, as the database gives them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [prepared(param) for param in params])
        return list(cursor.fetchall())


@functools.cache
def rows_of(model: type[Model]) -> str:
    """Return the columns of `model` as a list for `RETURNING`: where `*` would also name another table's."""
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields)  # noqa: SLF001


def placeholders(rows: int, columns: int) -> str:
    """Return the placeholders of `rows` rows, for `VALUES` or `IN`."""
    return ", ".join([f"({', '.join(['%s'] * columns)})"] * rows)


def prepared(param: Param) -> Any:
    """Return `param` as this database wants it."""
    if isinstance(param, UUID):
        return _uuid.get_db_prep_value(param, connection)
    if isinstance(param, datetime):
        return connection.ops.adapt_datetimefield_value(param)
    return param


@functools.cache
def _columns(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))  # noqa: SLF001


@functools.lru_cache(256)
def _insert(model: type[Model], rows: int, _vendor: str) -> str:
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in _columns(model))
    values = ", ".join([f"({', '.join(_placeholder(field) for field in _columns(model))})"] * rows)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    return f"INSERT INTO {table} ({columns}) VALUES {values}"  # noqa: S608 (names of our models)


def _placeholder(field: "Field[Any, Any]") -> str:
    own = getattr(field, "get_placeholder", None)
    return "%s" if own is None else str(own(None, None, connection))
