"""Changes of tables, one statement a transaction.

Aurora DSQL neither changes a column's type nor adds a column that is NOT NULL or has a default: a migration of ours
adds one that may be NULL.
"""

from typing import Any

from django.db import DatabaseError
from django.db.backends.ddl_references import Statement
from django.db.backends.postgresql import schema
from django.db.models import Field, Model

_BUILDS_AN_INDEX = ("CREATE INDEX ASYNC", "CREATE UNIQUE INDEX ASYNC")


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    sql_create_index = (
        "CREATE INDEX ASYNC %(name)s ON %(table)s%(using)s (%(columns)s)%(include)s%(extra)s%(condition)s"
    )
    sql_create_unique = "CREATE UNIQUE INDEX ASYNC %(name)s ON %(table)s (%(columns)s)%(nulls_distinct)s"
    sql_create_unique_index = sql_create_unique + "%(condition)s"
    sql_delete_unique = "DROP INDEX %(name)s"
    sql_create_inline_fk = "REFERENCES %(to_table)s (%(to_column)s) DEFERRABLE INITIALLY DEFERRED"
    sql_create_column_inline_fk = None  # type: ignore[assignment]  # as on databases that cannot, in the base class
    # NOT VALID leaves out rows that are there already, where a column just added holds only NULL.
    sql_create_fk = (
        "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (%(column)s) "
        "REFERENCES %(to_table)s (%(to_column)s)%(deferrable)s NOT VALID"
    )
    sql_delete_fk = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"

    def execute(self, sql: Statement | str, params: Any = ()) -> None:
        """Execute one statement; return, or raise `DatabaseError`, when the index that it builds is whole."""
        if self.collect_sql or not str(sql).startswith(_BUILDS_AN_INDEX):
            super().execute(sql, params)
            return
        with self.connection.cursor() as cursor:
            cursor.execute(str(sql), params or None)
            (job,) = cursor.fetchone()
            cursor.execute("CALL sys.wait_for_job(%s)", [job])
            (succeeded,) = cursor.fetchone()
        if succeeded not in {True, "t"}:
            raise DatabaseError(f"Job {job} of Aurora DSQL failed; sys.jobs says why: {sql}")

    def _create_like_index_sql(self, model: type[Model], field: "Field[Any, Any]") -> Statement | None:  # noqa: ARG002
        # The collation is C: every index serves LIKE.
        return None
