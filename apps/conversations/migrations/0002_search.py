"""The search index: `tsvector` with GIN on PostgreSQL; FTS5, kept in step by triggers, on SQLite; on Aurora DSQL, which
has neither, a table of tokens."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import apps.conversations.models.search
from apps.core import dsql

TABLE = "conversations_searchdocument"
FORWARDS = {
    "postgresql": (f"CREATE INDEX conversations_search_gin ON {TABLE} USING gin (tokens)",),
    # The `ascii` tokeniser leaves every character beyond ASCII in its token: ours arrive whole, parted by spaces.
    "sqlite": (
        f"""CREATE VIRTUAL TABLE conversations_search_fts
            USING fts5(tokens, content='{TABLE}', content_rowid='id', tokenize='ascii', detail='none')""",
        f"""CREATE TRIGGER conversations_search_insert AFTER INSERT ON {TABLE} BEGIN
            INSERT INTO conversations_search_fts(rowid, tokens) VALUES (new.id, new.tokens);
        END""",  # noqa: S608 (constants)
        f"""CREATE TRIGGER conversations_search_delete AFTER DELETE ON {TABLE} BEGIN
            INSERT INTO conversations_search_fts(conversations_search_fts, rowid, tokens)
            VALUES ('delete', old.id, old.tokens);
        END""",  # noqa: S608
        f"""CREATE TRIGGER conversations_search_update AFTER UPDATE ON {TABLE} BEGIN
            INSERT INTO conversations_search_fts(conversations_search_fts, rowid, tokens)
            VALUES ('delete', old.id, old.tokens);
            INSERT INTO conversations_search_fts(rowid, tokens) VALUES (new.id, new.tokens);
        END""",  # noqa: S608
    ),
    "dsql": (
        f"""CREATE TABLE conversations_search_token (
            token varchar NOT NULL,
            document_id bigint NOT NULL REFERENCES {TABLE} (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
            PRIMARY KEY (token, document_id)
        )""",
        "CREATE INDEX ASYNC conversations_search_document ON conversations_search_token (document_id)",
    ),
}
BACKWARDS = {
    "postgresql": ("DROP INDEX conversations_search_gin",),
    "sqlite": (
        "DROP TRIGGER conversations_search_update",
        "DROP TRIGGER conversations_search_delete",
        "DROP TRIGGER conversations_search_insert",
        "DROP TABLE conversations_search_fts",
    ),
    "dsql": ("DROP TABLE conversations_search_token",),
}


def build(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in FORWARDS[_database(editor)]:
        editor.execute(statement)


def drop(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACKWARDS[_database(editor)]:
        editor.execute(statement)


def _database(editor: BaseDatabaseSchemaEditor) -> str:
    return "dsql" if dsql.in_use() else editor.connection.vendor


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("tokens", apps.conversations.models.search.TokensField()),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_document",
                        to="conversations.message",
                    ),
                ),
            ],
        ),
        migrations.RunPython(build, drop, atomic=False),
    ]
