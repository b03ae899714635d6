"""Inserts rows by a statement that is made once for each model.

The ORM compiles an INSERT anew for every row, which costs several times what the database needs for it. Only the write
path of messages, which is as hot as that, uses this.
"""

import functools
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model


def insert(row: Model) -> None:
    """Insert `row`, all of whose columns are set but for a generated key, which stays unknown. Sends no signals.

    Raises what the ORM's own `save(force_insert=True)` raises for the database.
    """
    model = type(row)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _columns(model)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, connection.vendor), values)


@functools.cache
def _columns(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))  # noqa: SLF001


@functools.cache
def _statement(model: type[Model], _vendor: str) -> str:
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in _columns(model))
    values = ", ".join(_placeholder(field) for field in _columns(model))
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    return f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608 (names of our models)


def _placeholder(field: "Field[Any, Any]") -> str:
    own = getattr(field, "get_placeholder", None)
    return "%s" if own is None else str(own(None, None, connection))
