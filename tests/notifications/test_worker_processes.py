"""Real workers: one that is killed in the middle, one that is told to stop, one beside `runserver`."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest
from django.db import connection

from apps.conversations.models import Conversation
from apps.core.clock import DatabaseNow
from apps.notifications.models import Webhook
from apps.outbox.adding import add
from apps.outbox.models import OutboxRow
from tests.live import ROOT, Installation, stop
from tools.daemon import die_with_parent

from .receiver import SOON, Receiver

NETWORKS = {"WEBHOOK_NETWORKS": "127.0.0.0/8"}
Say = Callable[[str], int]


def database_url() -> str:
    """Return the address of the tests' own database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """Run `manage.py worker` on the tests' database; end it in the end, if the test has not."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--threads", "2"],
        cwd=ROOT,
        env={**os.environ, **NETWORKS, "DATABASE_URL": database_url()},
        preexec_fn=partial(die_with_parent, signal.SIGKILL),  # noqa: PLW1509 (takes no lock)
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def add_entry(group: Conversation, seq: int) -> None:
    """Add the row of an entry, and no other."""
    OutboxRow.objects.all().delete()
    add("entry", {"conversation": str(group.id), "seq": seq})


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_held_is_attempted_again(
    group: Conversation, webhook: Webhook, receiver: Receiver, say: Say
) -> None:
    add_entry(group, say("hello"))
    receiver.silent.set()
    with worker() as killed:
        first = receiver.next()
        killed.kill()
        killed.wait()
    row = OutboxRow.objects.get()
    assert (str(row.id), row.attempts, row.lease is not None) == (first.headers["Parley-Delivery"], 1, True)
    receiver.silent.clear()
    receiver.released.set()
    # Instead of waiting for the minute that the lease takes.
    OutboxRow.objects.update(leased_until=DatabaseNow())
    with worker() as other:
        again = receiver.next()
        other.send_signal(signal.SIGTERM)
        assert other.wait(SOON) == 0
    assert again.headers["Parley-Delivery"] == first.headers["Parley-Delivery"]
    assert json.loads(again.body) == json.loads(first.body)
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_finishes_first(
    group: Conversation, webhook: Webhook, receiver: Receiver, say: Say
) -> None:
    add_entry(group, say("hello"))
    receiver.silent.set()
    with worker() as stopped:
        receiver.next()
        stopped.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            stopped.wait(0.2)
        # The receiver hangs up without an answer: an attempt that failed, and was kept as one.
        receiver.released.set()
        assert stopped.wait(SOON) == 0
    row = OutboxRow.objects.get()
    assert (row.kind, row.attempts, row.lease) == ("webhook", 1, None)
    webhook.refresh_from_db()
    assert webhook.failures == 1


def test_runserver_needs_no_worker_beside_it(tmp_path: Path, receiver: Receiver) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    environ |= {**NETWORKS, "DATABASE_URL": f"sqlite:///{tmp_path}/parley.sqlite3"}
    local = Installation(environ, tmp_path)
    local.manage("migrate", "--verbosity=0")
    with local.server() as server, httpx.Client(base_url=f"{server.base}/api/", timeout=SOON) as http:
        account = {"username": "alice", "password": "correct horse battery staple"}
        access = http.post("auth/register", json=account).json()["access"]
        http.headers["Authorization"] = f"Bearer {access}"
        group = http.post("conversations", json={"kind": "group", "title": "Tea"}).json()["id"]
        made = http.post(f"conversations/{group}/webhooks", json={"address": receiver.address}).json()
        http.post(f"conversations/{group}/webhooks/{made['id']}/test")
        assert json.loads(receiver.next().body)["type"] == "test"
        assert stop(server) == 0
