"""Statements that are made once: the ORM compiles one anew for every row, at several times what the database needs.

However many rows a statement is about, they are one parameter, JSON, so that its text never changes: to write, to quote
and to parse a placeholder for every value cost more than the rows themselves (docs/adr/0009-sending-together.md).

Only the write path of messages and the outbox, which are as hot as that, use these.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Field, Model, UUIDField

Param = UUID | datetime | int | str
Row = Mapping[str, object]

_uuid: "UUIDField[UUID, UUID]" = UUIDField()
# Without hyphens: as SQLite stores them, and PostgreSQL takes either.
_json = msgspec.json.Encoder(uuid_format="hex")


def insert(model: type[Model], rows: Sequence[Row]) -> None:
    """Insert rows of `model` by the names of its columns, the same in each row; a column left out is NULL or generated.

    One statement, which sends no signals and knows no defaults but the database's. Raises what the ORM's own
    `bulk_create` raises for the database.
    """
    execute(_insert(model, tuple(rows[0]), connection.vendor), [as_param(rows)])


def columns_of(row: Model) -> dict[str, object]:
    """Return the columns of `row`, all of which are set, for `insert`."""
    values = vars(row)
    return {name: values[name] for name in _names(type(row))}


def given(name: str, columns: str) -> str:
    """Return the SQL of a table `name` with `columns`, such as "place uuid, entries bigint", that reads one parameter.

    The parameter is `as_param` of its rows.
    """
    return _given(name, columns, connection.vendor)


def as_param(rows: Sequence[Row]) -> str:
    """Return `rows` as the one parameter that `given` reads: ids, numbers, texts, UTC times, and JSON."""
    return _json.encode(rows).decode()


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


def prepared(param: Param) -> Any:
    """Return `param` as this database wants it."""
    if isinstance(param, UUID):
        return _uuid.get_db_prep_value(param, connection)
    if isinstance(param, datetime):
        return connection.ops.adapt_datetimefield_value(param)
    return param


@functools.cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001


@functools.cache
def _insert(model: type[Model], names: tuple[str, ...], vendor: str) -> str:
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    values = ", ".join(_placeholder(fields[name]) % name for name in names)
    rows = _given("given", ", ".join(f"{name} {_type(fields[name])}" for name in names), vendor)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {rows}"  # noqa: S608 (names of our models)


@functools.cache
def _given(name: str, columns: str, vendor: str) -> str:
    if vendor == "postgresql":
        return f"json_to_recordset(%s) AS {name} ({columns})"
    read = ", ".join(_read(*column.split(" ", 1)) for column in columns.split(", "))
    return f"(SELECT {read} FROM json_each(%s)) AS {name}"  # noqa: S608 (names of our models)


def _read(name: str, type_: str) -> str:
    value = f"json_extract(value, '$.{name}')"
    if type_.startswith(("timestamp", "datetime")):
        value = f"replace(rtrim({value}, 'Z'), 'T', ' ')"
    return f"{value} AS {name}"


def _placeholder(field: "Field[Any, Any]") -> str:
    own = getattr(field, "get_placeholder", None)
    return "%s" if own is None else str(own(None, None, connection))


def _type(field: "Field[Any, Any]") -> str:
    # What has a placeholder of its own is made by it from text.
    return "text" if hasattr(field, "get_placeholder") else str(field.db_type(connection))
