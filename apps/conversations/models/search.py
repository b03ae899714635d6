"""The search index: one row of tokens per message that can be found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.conversations.models.message import Message
from apps.conversations.tokens import Query
from apps.core import dsql

if TYPE_CHECKING:
    # Generic for the type checker alone.
    _Field = models.Field[Sequence[str], str]
    _Lookup = models.Lookup[Any]
else:
    _Field = models.Field
    _Lookup = models.Lookup


_AS_VECTOR = "array_to_tsvector(string_to_array(%s, ' '))"


def as_text(tokens: Sequence[str]) -> str:
    """Return tokens, none of which holds a space, as every database is given them."""
    return " ".join(tokens)


class TokensField(_Field):
    """A set of tokens: `tsvector` on PostgreSQL; text parted by spaces on SQLite, where FTS5 indexes it, and on Aurora
    DSQL, where a table of tokens does (apps/conversations/search_index.py).

    It is looked up with `tokens__matches=Query(…)`.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if _has_vectors(connection) else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002
        return _AS_VECTOR if _has_vectors(connection) else "%s"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        return as_text(value)


@TokensField.register_lookup
class Matches(_Lookup):
    """Whether the tokens hold all that a `Query` asks for, answered by the index of each database."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        if dsql.in_use():
            return self._in_table_of_tokens(column, params)
        return f"{column} @@ %s::tsquery", [*params, _tsquery(self.rhs)]

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        row = _row(column)
        found = "SELECT rowid FROM conversations_search_fts WHERE conversations_search_fts MATCH %s"
        return f"{row} IN ({found})", [*params, _fts5(self.rhs)]

    def _in_table_of_tokens(self, column: str, params: Sequence[Any]) -> tuple[str, list[Any]]:
        # Tokens hold no character that means anything to LIKE, and begin the table's key.
        query: Query = self.rhs
        each = [
            *(("=", token) for token in query.exact),
            *(("LIKE", f"{token}%") for token in query.prefixes),
        ]
        table = "SELECT document_id FROM conversations_search_token WHERE token"
        found = " AND ".join(f"{_row(column)} IN ({table} {operator} %s)" for operator, _ in each)
        return found, [*params, *(token for _, token in each)]


class SearchDocument(models.Model):
    """The tokens of one message that is not deleted. FTS5 follows this table by triggers (migration 0002)."""

    id = models.BigAutoField(primary_key=True)
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="search_document")
    tokens = TokensField()

    def __str__(self) -> str:
        return f"tokens of {self.message_id}"


def _has_vectors(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "postgresql" and not dsql.in_use()


def _row(column: str) -> str:
    return column.rpartition(".")[0] + '."id"'


def _tsquery(query: Query) -> str:
    return " & ".join(
        (*(f"'{token}'" for token in query.exact), *(f"'{token}':*" for token in query.prefixes))
    )


def _fts5(query: Query) -> str:
    return " ".join((*(f'"{token}"' for token in query.exact), *(f'"{token}"*' for token in query.prefixes)))
