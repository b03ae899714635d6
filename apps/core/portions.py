"""Rows a portion at a time: there is no telling how many they are, and Aurora DSQL changes 3,000 in one transaction."""

from typing import TypeVar

from django.db.models import Model, QuerySet

PORTION = 1_000
"""Rows; what is deleted along with them counts too."""

Row = TypeVar("Row", bound=Model)


def portion_of(rows: "QuerySet[Row]") -> "QuerySet[Row] | None":
    """Return a portion of `rows`, None if there are none."""
    some = list(rows.values_list("pk", flat=True)[:PORTION])
    return rows.filter(pk__in=some) if some else None
