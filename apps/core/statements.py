"""Statements that are made once: the ORM compiles one anew for every row, at several times what the database needs.

Only the write path of messages, which is as hot as that, uses these.
"""

import functools
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, Field, Model, UUIDField

_uuid: "UUIDField[UUID, UUID]" = UUIDField()


def insert(row: Model) -> None:
    """Insert `row`, all of whose columns are set but for a generated key, which stays unknown. Sends no signals.

    Raises what the ORM's own `save(force_insert=True)` raises for the database.
    """
    model = type(row)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _columns(model)]
    with connection.cursor() as cursor:
        cursor.execute(_insert(model, connection.vendor), values)


def affects(statement: str, *params: UUID | datetime | int | str) -> bool:
    """Execute `statement`, and return whether it changed or found a row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [prepared(param) for param in params])
        return bool(cursor.fetchone()) if cursor.description else bool(cursor.rowcount)


def prepared(param: UUID | datetime | int | str) -> Any:
    """Return `param` as this database wants it."""
    if isinstance(param, UUID):
        return _uuid.get_db_prep_value(param, connection)
    if isinstance(param, datetime):
        return connection.ops.adapt_datetimefield_value(param)
    return param


@functools.cache
def _columns(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))  # noqa: SLF001


@functools.cache
def _insert(model: type[Model], _vendor: str) -> str:
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in _columns(model))
    values = ", ".join(_placeholder(field) for field in _columns(model))
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    return f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608 (names of our models)


def _placeholder(field: "Field[Any, Any]") -> str:
    own = getattr(field, "get_placeholder", None)
    return "%s" if own is None else str(own(None, None, connection))
