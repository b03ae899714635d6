"""Pytest plugin: how tests run in the shape `dsql`, where no savepoint can take back a part of a transaction."""

import importlib
import os
from collections.abc import Iterator

import pytest

OF_POSTGRESQL = {
    "tests/outbox/test_listening.py": "it carries no NOTIFY",
    "test_a_lost_connection_is_replaced": "the proxy keeps a connection whose backend was ended",
    "test_a_lasting_conflict_ends_as_unavailable": "what collides is tried more often",
    "test_a_worker_outlives_its_database": "what fails is tried again too often to be told",
    "test_who_has_one_locked_keeps_nobody_else_waiting": "nobody waits for a lock",
    "test_indexing_a_message_is_one_statement": "it is three: no tsvector",
    "test_statements_per_send": "it is one more: no tsvector",
    "test_statements_do_not_grow_with_the_number": "it is one more: no tsvector",
    "test_the_index_answers": "tests/dsql/test_search_tokens.py asks another index",
    "test_a_ticket_works_once": "counts statements inside of a test's transaction",
    "test_nothing_is_published_before_the_commit": "collects inside of a test's transaction",
    "test_what_moved_is_found_by_the_clock": "calls a part of a transaction inside of a test's",
}
"""Tests by path or name that are about PostgreSQL itself, or about the transaction that a test is elsewhere."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("PARLEY_TEST_SHAPE") != "dsql":
        return
    for item in items:
        path, name = item.nodeid.partition("::")[0], item.name.partition("[")[0]
        reason = OF_POSTGRESQL.get(path) or OF_POSTGRESQL.get(name)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))
        elif isinstance(item, pytest.Function) and _uses_the_database(item):
            # Commits in earnest, and empties the tables afterwards.
            item.fixturenames.insert(0, "transactional_db")


@pytest.fixture(scope="session", autouse=True)
def _empty_tables_however_many_rows_they_have() -> Iterator[None]:
    """Tables that refer to each other are emptied by one transaction, whose rows tools/dsql.py is not to count."""
    if os.environ.get("PARLEY_TEST_SHAPE") != "dsql":
        yield
        return
    operations = importlib.import_module("apps.core.dsql.operations").DatabaseOperations
    emptied, uncounted = operations.execute_sql_flush, "SELECT set_config('parley.rows', '-1000000', true)"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", lambda self, sql: emptied(self, [uncounted, *sql]))
        yield


def _uses_the_database(item: pytest.Function) -> bool:
    return "db" in item.fixturenames or item.get_closest_marker("django_db") is not None
