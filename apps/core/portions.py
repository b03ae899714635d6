"""Rows a portion at a time: there is no telling how many they are, and Aurora DSQL changes 3,000 in one transaction."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

PORTION = 1_000
"""Rows. Two of a portion's size may change along with them, and a few more."""

Row = TypeVar("Row", bound=Model)


def portion_of(rows: "QuerySet[Row]", *, each: int = 1) -> "QuerySet[Row] | None":
    """Return a portion of `rows`, None if there are none; `each` is how many rows change with one, itself included."""
    some = list(rows.values_list("pk", flat=True)[: max(1, PORTION // each)])
    return rows.filter(pk__in=some) if some else None


def in_portions(rows: "QuerySet[Row]") -> "Iterator[QuerySet[Row]]":
    """Return `rows`, those that there are now, as portions that are changed in a transaction each."""
    ids = list(rows.values_list("pk", flat=True))
    for first in range(0, len(ids), PORTION):
        yield rows.model._default_manager.filter(pk__in=ids[first : first + PORTION])  # noqa: SLF001 (the documented way)
