"""The search index: `tsvector` with GIN on PostgreSQL; FTS5, kept in step by triggers, on SQLite."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import apps.conversations.models.search

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
}
BACKWARDS = {
    "postgresql": ("DROP INDEX conversations_search_gin",),
    "sqlite": (
        "DROP TRIGGER conversations_search_update",
        "DROP TRIGGER conversations_search_delete",
        "DROP TRIGGER conversations_search_insert",
        "DROP TABLE conversations_search_fts",
    ),
}


def build(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in FORWARDS[editor.connection.vendor]:
        editor.execute(statement)


def drop(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACKWARDS[editor.connection.vendor]:
        editor.execute(statement)


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
        migrations.RunPython(build, drop),
    ]
