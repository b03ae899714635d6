"""SQL as Aurora DSQL takes it, where that is not PostgreSQL's."""

from collections.abc import Sequence
from typing import Any

from django.core.management.color import Style
from django.db.backends.postgresql import operations


class DatabaseOperations(operations.DatabaseOperations):
    def for_update_sql(
        self,
        nowait: bool = False,  # noqa: FBT001, FBT002 (inherited)
        skip_locked: bool = False,  # noqa: FBT001, FBT002
        of: Sequence[str] = (),
        no_key: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> str:
        """Return FOR UPDATE, which locks nothing: of two who ask for a row, the one that commits last fails (40001)."""
        return super().for_update_sql(nowait=nowait, skip_locked=skip_locked, of=tuple(of))

    def adapt_ipaddressfield_value(self, value: str | None) -> str | None:
        """Return the address as the text that its column holds: `inet` is no type of columns."""
        return value or None

    def lookup_cast(self, lookup_type: str, internal_type: str | None = None) -> str:
        is_text = internal_type == "GenericIPAddressField"
        return super().lookup_cast(lookup_type, None if is_text else internal_type)

    def sql_flush(
        self,
        style: Style,
        tables: Sequence[str],
        *,
        reset_sequences: bool = False,  # noqa: ARG002 (inherited)
        allow_cascade: bool = False,  # noqa: ARG002
    ) -> list[str]:
        """Return what empties `tables`, without TRUNCATE. Foreign keys are checked in the end of the transaction."""
        delete = style.SQL_KEYWORD("DELETE FROM")
        return [f"{delete} {style.SQL_FIELD(self.quote_name(table))};" for table in tables]

    def sequence_reset_by_name_sql(self, style: Style, sequences: list[Any]) -> list[str]:  # noqa: ARG002
        """Return nothing: identities come in blocks of `CACHE`, and never again."""
        return []
