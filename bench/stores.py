"""What the shared cache costs this process on Valkey and on DynamoDB, and what DynamoDB bills for it.

The emulator is slower than DynamoDB and on this machine, so that only this process's CPU is compared, no latency.
"""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast
from unittest import mock

from django.contrib.auth import SESSION_KEY
from django.core.cache import caches
from django.test import override_settings

from apps.core.aws import client
from apps.core.aws.wire import Answer
from apps.core.caches import Counting
from apps.core.dynamodb import tables
from apps.core.dynamodb.cache import DynamoCache
from apps.core.dynamodb.sessions import SessionStore
from chatproject.env import Serverless
from tests.live import ROOT, Installation
from tools.ministack import ministack

from .figure import Figure

CALLS = 1_000
KEYS = [f"key-{number}" for number in range(100)]
SECONDS = 3600
PREFIX = "bench"
WINDOW = 1_800_000_000
BOTOCORE = """
import sys, time
began = time.process_time()
from botocore.session import Session
client = Session().create_client("dynamodb")
ready = time.process_time()
asked = {"TableName": "bench-realtime", "Key": {"pk": {"S": "CACHE#:1:key-0"}, "sk": {"S": "VALUE"}}}
for _ in range(10): client.get_item(**asked)
warm = time.process_time()
calls = int(sys.argv[1])
for _ in range(calls): client.get_item(**asked)
print(ready - began, (time.process_time() - warm) / calls)
"""
"""Prints the CPU seconds of loading AWS's own client, and of one of its calls."""


def measure(_stage: Installation) -> list[Figure]:
    """Return the CPU of reads and counts on both, and the request units of what Django asks of DynamoDB."""
    valkey = cast("Counting", caches["default"])
    with _emulated():
        dynamodb = DynamoCache("", {})
        figures = [*_costs("Valkey", valkey), *_costs("DynamoDB", dynamodb)]
        return [*figures, *_clients(), *_units(dynamodb)]


@contextmanager
def _emulated() -> Iterator[None]:
    """Make the tables in an emulator, in the serverless shape."""
    shape = Serverless(
        tables=PREFIX, websocket_url="", gateway_endpoint=None, posts_queue=None, work_queue=None
    )
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parley-aws-")))
        server = stack.enter_context(ministack(directory))
        stack.enter_context(mock.patch.dict(os.environ, server.environ))
        stack.enter_context(override_settings(SERVERLESS=shape))
        for kind in tables.KEYS:
            tables.create(kind)
        yield


def _costs(name: str, store: Counting) -> list[Figure]:
    for key in KEYS:
        store.set(key, {"name": key}, timeout=SECONDS)
    asked: dict[str, Callable[[], object]] = {
        "read of the cache": lambda: store.get(KEYS[0]),
        f"read of {len(KEYS)} at once": lambda: store.get_many(KEYS),
        "count of a limit": lambda: store.count("key", WINDOW, SECONDS),
    }
    return [Figure(f"CPU of a {what}, {name}", f"{_cpu(ask) * 1e6:,.0f} µs") for what, ask in asked.items()]


def _cpu(ask: Callable[[], object], calls: int = CALLS) -> float:
    """Return the CPU seconds of one call in this process, the kernel's for its sockets included."""
    for _ in range(10):
        ask()
    began = time.process_time()
    for _ in range(calls):
        ask()
    return (time.process_time() - began) / calls


def _clients() -> list[Figure]:
    """Return what one request costs in our client, and in AWS's."""
    key = {"pk": {"S": "CACHE#:1:key-0"}, "sk": {"S": "VALUE"}}
    body = {"TableName": tables.table("realtime"), "Key": key}
    ours = _cpu(lambda: client.call("dynamodb", "GetItem", body))
    python = ROOT / ".serverless" / "venv" / "bin" / "python"
    command = [str(python), "-c", BOTOCORE, str(CALLS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    start, theirs = map(float, done.stdout.split())
    return [
        Figure("CPU of that read in the client alone", f"{ours * 1e6:,.0f} µs"),
        Figure("CPU of that read in botocore alone", f"{theirs * 1e6:,.0f} µs"),
        Figure("CPU of loading botocore", f"{start * 1000:,.0f} ms"),
    ]


def _units(store: DynamoCache) -> list[Figure]:
    """Return what DynamoDB bills, in request units (reads of 4 KB, writes of 1 KB).

    The emulator does not tell of batches, where each item is billed, nor of refused writes, billed like others.
    """
    session = SessionStore()
    session[SESSION_KEY] = "00000000-0000-7000-8000-000000000000"
    session.save()
    asked: dict[str, Callable[[], object]] = {
        "cache: get": lambda: store.get(KEYS[0]),
        "cache: set": lambda: store.set(KEYS[0], 1, timeout=SECONDS),
        "cache: touch": lambda: store.touch(KEYS[0], timeout=SECONDS),
        "rate limit: count": lambda: store.count("key", WINDOW, SECONDS),
        "session: load": lambda: SessionStore(session.session_key).load(),
        "session: save": session.save,
        "session: new key": session.cycle_key,
    }
    return [Figure(f"request units of {what}", _billed(ask)) for what, ask in asked.items()]


def _billed(ask: Callable[[], object]) -> str:
    """Return the units of all requests that `ask` makes, by what they do."""
    billed: dict[str, float] = {}
    exchange = client.exchange

    def told(service: str, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        asked = {**json.loads(body), "ReturnConsumedCapacity": "TOTAL"}
        answer = exchange(service, method, url, json.dumps(asked).encode(), headers)
        kind = "read" if headers["x-amz-target"].endswith("GetItem") else "write"
        billed[kind] = billed.get(kind, 0) + json.loads(answer.body)["ConsumedCapacity"]["CapacityUnits"]
        return answer

    with mock.patch.object(client, "exchange", told):
        ask()
    return ", ".join(f"{units:g} {kind}" for kind, units in billed.items())
