"""Staff look at files, and delete them."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.files.models import File, FileState

from .conftest import Sender

pytestmark = pytest.mark.django_db


def test_a_file_is_deleted_from_the_list(alices: Sender, admin_client: Client) -> None:
    sent = alices.sent(b"notes", "shopping.txt")
    page = admin_client.get("/admin/files/file/", {"q": "shopping"})
    assert b"shopping.txt" in page.content
    chosen = {"action": "forget", "_selected_action": [sent["id"]]}
    assert admin_client.post("/admin/files/file/", chosen).status_code == 302
    assert alices.api.get(f"/api/files/{sent['id']}").status_code == 404
    assert File.objects.get().state == FileState.FORGOTTEN


def test_nothing_else_can_be_changed(alices: Sender, admin_client: Client, admin_user: User) -> None:
    file = alices.sent(b"notes")
    assert admin_client.get(f"/admin/files/file/{file['id']}/change/").status_code == 200
    assert admin_client.get(f"/admin/files/file/{file['id']}/delete/").status_code == 403
    assert admin_client.get("/admin/files/file/add/").status_code == 403
