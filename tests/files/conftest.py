"""A folder of each test's own, and people who send files into it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.conversations.models import Conversation
from apps.conversations.services.conversations import NewConversation, create
from apps.files.stores import store
from apps.outbox import claims
from apps.outbox.handlers import registered
from apps.outbox.models import OutboxRow
from tests.conftest import Api
from tests.conversations.conftest import published  # noqa: F401 (a fixture)

Json = dict[str, Any]
Worked = Callable[..., int]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The folder in which files lie."""
    settings.FILES = replace(settings.FILES, folder=tmp_path / "files", bucket=None)
    settings.FILES_STORE = "apps.files.stores.folder.FolderStore"
    store.cache_clear()
    yield settings.FILES.folder
    store.cache_clear()


class Sender:
    """Somebody who sends files, step by step or in one go."""

    def __init__(self, api: APIClient) -> None:
        self.api = api

    def announce(self, name: str, size: int, media_type: str = "application/octet-stream") -> Json:
        made = self.api.post("/api/files", {"name": name, "size": size, "media_type": media_type})
        assert made.status_code == 201, made.content
        announced: Json = made.json()
        return announced

    def post(self, announced: Json, content: bytes) -> int:
        upload = announced["upload"]
        form = {**upload["fields"], "file": SimpleUploadedFile("content", content)}
        # As a client that is not signed in anywhere: the address is all that counts.
        return Client(enforce_csrf_checks=True).post(upload["url"], form).status_code

    def complete(self, file_id: str) -> Any:
        return self.api.post(f"/api/files/{file_id}/complete")

    def send(
        self, content: bytes, name: str = "notes.bin", media_type: str = "application/octet-stream"
    ) -> Any:
        """Return the answer to the last step."""
        announced = self.announce(name, len(content), media_type)
        assert self.post(announced, content) == 204
        return self.complete(announced["id"])

    def sent(
        self, content: bytes, name: str = "notes.bin", media_type: str = "application/octet-stream"
    ) -> Json:
        """Return the file as an attachment."""
        answer = self.send(content, name, media_type)
        assert answer.status_code == 200, answer.content
        attachment: Json = answer.json()
        return attachment

    def fetch(self, path: str) -> tuple[bytes, Any]:
        """Return what lies at the address that a call answers or leads to."""
        answer = self.api.get(path)
        url = answer["Location"] if answer.status_code == 302 else answer.json()["url"]
        found = Client().get(url)
        return b"".join(found.streaming_content), found  # type: ignore[attr-defined] # a streaming answer


@pytest.fixture
def alices(api: Api, alice: User) -> Sender:
    return Sender(api(alice))


@pytest.fixture
def bobs(api: Api, bob: User) -> Sender:
    return Sender(api(bob))


@pytest.fixture
def group(alice: User, bob: User) -> Conversation:
    """Alice's group, with Bob."""
    return create(alice, NewConversation(kind="group", title="Tea", members=["bob"]))[0]


@pytest.fixture
def worked(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Worked:
    """Return what does the jobs of some kinds, those that are not due yet too, and says how many they were."""

    def work(*kinds: str) -> int:
        return sum(map(done, kinds))

    def done(kind: str) -> int:
        OutboxRow.objects.filter(kind=kind).update(due_at="2000-01-01T00:00:00Z")
        handler = next(handler for handler in registered() if handler.kind == kind)
        jobs = claims.claim({kind: 1_000})
        with django_capture_on_commit_callbacks(execute=True):
            for job in jobs:
                handler.work([job])
        if jobs:
            handler.take(jobs)
        return len(jobs)

    return work
