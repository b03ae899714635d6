"""Every store of files: a folder of this machine, and S3's emulator."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pytest_django import Settings

from apps.core.aws.bucket import Bucket
from apps.files.stores.folder import FolderStore
from apps.files.stores.s3 import BucketStore
from chatproject.wsgi import application
from tools.ministack import Ministack

from .shelf import Shelf


@pytest.fixture(params=["in_folder", "in_bucket"])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    found: Shelf = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def in_folder(folder: Path, db: None) -> Iterator[Shelf]:
    """Through the server itself, which at each request looks at the connection that an earlier test has left."""
    own = httpx.WSGITransport(app=application)
    with httpx.Client(transport=own, base_url="http://testserver") as client:
        yield Shelf(FolderStore(), client)


@pytest.fixture
def in_bucket(
    folder: Path, settings: Settings, emulator: Ministack, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shelf]:
    for name, value in emulator.environ.items():
        monkeypatch.setenv(name, value)
    made = Bucket(f"files-{uuid.uuid4().hex[:12]}", "us-east-1", emulator.url)
    made.ask("PUT", "")
    settings.FILES = replace(settings.FILES, bucket=made.name)
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield Shelf(BucketStore(), client)
