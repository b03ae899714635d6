"""The serverless shape on PostgreSQL and the emulator, with its rate limits on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from apps.conversations.models import Conversation, Installation
from apps.core.aws import account
from apps.core.aws.bucket import Bucket
from apps.core.aws.client import call
from apps.files.stores import store
from apps.outbox import handlers
from apps.realtime.gateway.invocation import post_entries

from .gateway import posts_taken


@pytest.fixture
def serverless(
    transactional_db: None, dynamodb: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    settings.CACHES = {
        "default": {"BACKEND": "apps.core.dynamodb.cache.DynamoCache"},
        "local": settings.CACHES["local"],
    }
    settings.FANOUT_OUTLET = "apps.fanout.gateway.gathering.gathering"
    settings.PRESENCE = "apps.fanout.gateway.presence.ConnectedPresence"
    queue = call("sqs", "CreateQueue", {"QueueName": "counted"})["QueueUrl"]
    settings.SERVERLESS = replace(
        settings.SERVERLESS, websocket_url="wss://chat.example.org", posts_queue=queue, work_queue=queue
    )
    bucket = Bucket(f"files-{uuid4().hex[:12]}", "us-east-1", account.emulator())
    bucket.ask("PUT", "")
    settings.FILES = replace(settings.FILES, bucket=bucket.name)
    settings.FILES_STORE = "apps.files.stores.s3.BucketStore"
    store.cache_clear()
    # Counting costs something; but nobody is to meet a limit.
    settings.RATE_LIMIT_FACTOR = 1_000
    monkeypatch.setattr(handlers, "_handlers", dict(handlers._handlers))
    handlers.precede("entry", post_entries)
    Installation.objects.get_or_create(defaults={"epoch": "e"})
    Conversation.objects.get_or_create(slug="general", defaults={"kind": "room", "history": "shared"})
    with posts_taken(), _one_connection(monkeypatch):
        yield
    store.cache_clear()


@contextmanager
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Use one connection to the database all the time: one that is put back counts its rows some seconds later."""
    connection.close()
    with monkeypatch.context() as patched:
        patched.delitem(connection.settings_dict["OPTIONS"], "pool", raising=False)
        patched.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
        yield
        connection.close()
