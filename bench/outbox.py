"""How soon a worker attempts what a commit has left to it, and what an idle worker asks of the database."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.contrib.auth import get_user_model
from django.db import connection

from apps.conversations.services.conversations import NewConversation, create
from apps.conversations.services.messages import send_message
from apps.notifications.models import Webhook
from apps.outbox.adding import add
from apps.outbox.models import OutboxRow
from tests.live import ROOT, Installation

from .figure import Figure, percentile
from .process import cpu_seconds
from .seed import accounts

ENTRIES = 100
PAUSE = 0.2
"""Seconds between two commits: longer than a worker stays awake, so that each of them finds it asleep."""
IDLE_SECONDS = 20
BACKLOG = 5_000
NETWORKS = {"WEBHOOK_NETWORKS": "127.0.0.0/8"}
COMMITS = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"


def measure(stage: Installation) -> list[Figure]:
    """Return the latency from commit to first attempt, and the price of idling and of entries nobody asked for."""
    conversation = _conversation()
    with _receiving() as (port, arrived), _worker(stage) as worker:
        _until_empty()
        Webhook.objects.create(
            conversation_id=conversation, address=f"http://127.0.0.1:{port}/", visible_from=1
        )
        times = [_latency(conversation, seq, arrived) for seq in range(1, ENTRIES + 1)]
        statements, cpu = _idle(worker)
        Webhook.objects.all().delete()
        drained = _drained(conversation)
    return [
        Figure("from commit to first attempt of a webhook, p50", f"{percentile(times, 0.5) * 1000:.0f} ms"),
        Figure(
            "from commit to first attempt of a webhook, p99",
            f"{percentile(times, 0.99) * 1000:.0f} ms",
            "≤ 200 ms",
        ),
        Figure("statements per second of an idle worker", f"{statements:.2f}", "≤ 1"),
        Figure("CPU of an idle worker", f"{cpu * 100:.1f} %"),
        Figure("entries per second that a worker finds no recipients for", f"{drained:,.0f}"),
    ]


def _conversation() -> str:
    sender = get_user_model().objects.get(id=accounts(1)[0].id)
    conversation, _ = create(sender, NewConversation(kind="group", title="bench"))
    for number in range(ENTRIES):
        send_message(sender, str(conversation.id), body=f"message number {number}")
    return str(conversation.id)


def _latency(conversation: str, seq: int, arrived: dict[int, float]) -> float:
    time.sleep(PAUSE)
    add("entry", {"conversation": conversation, "seq": seq})
    committed = time.perf_counter()
    while seq not in arrived:
        time.sleep(0.0005)
    return max(0.0, arrived[seq] - committed)


def _idle(worker: "subprocess.Popen[bytes]") -> tuple[float, float]:
    """Return statements per second, each of which is a transaction, and the share of one core."""
    with _no_autovacuum():
        # A connection that fell idle tells what it did within 10 s (PGSTAT_IDLE_INTERVAL).
        time.sleep(12)
        before, cpu = _commits(), cpu_seconds(worker.pid)
        time.sleep(IDLE_SECONDS)
        # Asking takes two statements, of which the first answer has seen one.
        return (_commits() - before - 2) / IDLE_SECONDS, (cpu_seconds(worker.pid) - cpu) / IDLE_SECONDS


@contextmanager
def _no_autovacuum() -> Iterator[None]:
    """Its transactions count like everybody's."""
    for state in ("off", "on"):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SYSTEM SET autovacuum = {state}")
            cursor.execute("SELECT pg_reload_conf()")
        if state == "off":
            yield


def _commits() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(COMMITS)
        return int(cursor.fetchone()[0])


def _drained(conversation: str) -> float:
    add("entry", *({"conversation": conversation, "seq": 1} for _ in range(BACKLOG)))
    began = time.perf_counter()
    _until_empty()
    return BACKLOG / (time.perf_counter() - began)


def _until_empty() -> None:
    while OutboxRow.objects.exists():
        time.sleep(0.02)


@contextmanager
def _worker(stage: Installation) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "manage.py", "worker"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**stage.environ, **NETWORKS}, stderr=subprocess.DEVNULL
    )
    try:
        # It is awake once it has done something.
        add("entry", {"conversation": "00000000-0000-7000-8000-000000000000", "seq": 1})
        _until_empty()
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@contextmanager
def _receiving() -> Iterator[tuple[int, dict[int, float]]]:
    """Serve a webhook; yield its port, and when each `seq` arrived."""
    arrived: dict[int, float] = {}

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            moment = time.perf_counter()
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            arrived[body["entry"]["seq"]] = moment
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (inherited)
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, arrived
        server.shutdown()
