"""The addresses of the local store, where a bucket of S3 would answer by itself."""

import pytest
from django.test import Client

from apps.files.stores import store

from .conftest import Sender

pytestmark = pytest.mark.django_db


def test_what_is_deleted_while_it_is_fetched_arrives_whole(alices: Sender) -> None:
    file = alices.sent(b"all of it")
    url = alices.api.get(f"/api/files/{file['id']}").json()["url"]
    answer = Client().get(url)
    store().delete(f"files/{file['id']}")
    assert b"".join(answer.streaming_content) == b"all of it"  # type: ignore[attr-defined] # a streaming answer
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("path", ["../settings.py", "uploads/../../x", "files/%2e%2e/x", "arriving/x", ""])
def test_there_is_no_way_out_of_the_folder(path: str) -> None:
    assert Client().get(f"/stored/{path}?grant=x").status_code in {403, 404}
