"""What a statement is given as one parameter arrives as the ORM would have written it."""

from datetime import UTC, datetime

import pytest

from apps.core.ids import new_id
from apps.core.statements import as_param, columns_of, found, given, insert
from apps.outbox.models import OutboxRow

pytestmark = pytest.mark.django_db

ASKED = "SELECT asked.turn FROM {asked} JOIN {table} USING (id, attempts)"
AWKWARD = "100 % of 'it' \"said\" \\ {x}, 😀\n%s"


@pytest.mark.parametrize("microsecond", [0, 1, 120_000, 999_999])
def test_rows_read_back_as_they_were(microsecond: int) -> None:
    moment = datetime(2026, 11, 21, 19, 17, 3, microsecond, tzinfo=UTC)
    payload = {"text": AWKWARD, "list": [1, None, {"a": True}]}
    rows = [
        OutboxRow(kind=kind, payload=payload, created_at=moment, due_at=moment, error=AWKWARD)
        for kind in ("one", "two")
    ]
    insert(OutboxRow, [columns_of(row) for row in rows])
    kept = list(OutboxRow.objects.order_by("kind"))
    assert [columns_of(row) for row in kept] == [columns_of(row) for row in rows]
    assert list(OutboxRow.objects.filter(due_at=moment, lease=None)) == kept


def test_ids_and_numbers_are_compared_as_they_are_stored() -> None:
    row = OutboxRow(
        id=new_id(), kind="one", created_at=datetime.now(UTC), due_at=datetime.now(UTC), attempts=2**31 - 1
    )
    row.save()
    statement = ASKED.format(
        asked=given("asked", "turn bigint, id uuid, attempts bigint"),
        table=OutboxRow._meta.db_table,
    )
    asked = [
        {"turn": 1, "id": row.id, "attempts": row.attempts},
        {"turn": 2, "id": new_id(), "attempts": row.attempts},
        {"turn": 3, "id": row.id, "attempts": 1},
    ]
    assert found(statement, [as_param(asked)]) == [(1,)]
