"""What nobody keeps is forgotten, whatever else happens to it meanwhile."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Q
from pytest_django import Settings

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.files.models import File
from apps.files.services import attaching, checking
from apps.files.services.forgetting import forget
from apps.outbox.models import OutboxRow

from .conftest import Sender, Worked
from .content import keys, picture

pytestmark = pytest.mark.django_db

NOTES = b"Milk, bread, tea."


def test_what_hangs_on_nothing_goes_after_a_day(alices: Sender, worked: Worked, folder: Path) -> None:
    sent = alices.sent(NOTES)
    alices.announce("never.bin", 5)
    assert worked("sweep_file") == 2
    assert alices.api.get(f"/api/files/{sent['id']}").status_code == 404
    assert worked("forget_files") == 2
    assert not File.objects.exists()
    assert keys(folder) == set()


def test_a_sweep_is_due_when_a_day_is_over(alices: Sender) -> None:
    alices.announce("a.bin", 1)
    row = OutboxRow.objects.get(kind="sweep_file")
    assert row.due_at - row.created_at == timedelta(days=1)


def test_what_is_attached_as_it_is_swept_stays(alices: Sender, alice: User) -> None:
    sent = alices.sent(NOTES)
    file_id, holder = UUID(sent["id"]), new_id()
    attached: list[UUID] = []

    def attach_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "files_file"') and not attached:
            attached.append(holder)
            attaching.attach(alice.id, [file_id], "message", holder)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(attach_first):
        assert forget(Q(id=file_id, holder=None)) == 0
    assert attached
    assert alices.fetch(f"/api/files/{file_id}")[0] == NOTES


def test_a_file_that_was_forgotten_while_it_was_checked_leaves_nothing(
    alices: Sender, worked: Worked, folder: Path, settings: Settings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "inline_check_bytes": 10}
    sent = alices.sent(picture(), "tea.png")
    file = File.objects.get()
    alices.api.delete(f"/api/files/{sent['id']}")
    worked("forget_files")
    assert not File.objects.exists()
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / str(file.id)).write_bytes(picture())
    checking.finish(file)
    assert keys(folder) == set()


def test_a_file_that_was_forgotten_while_it_was_completed_is_not_there(
    alices: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced = alices.announce("notes.txt", len(NOTES))
    alices.post(announced, NOTES)

    def forgotten(file_id: UUID, _after: float) -> bool:
        transaction.atomic(forget)(Q(id=file_id))
        return False

    monkeypatch.setattr(checking, "claim", forgotten)
    assert alices.complete(announced["id"]).status_code == 404
