"""What a fan-out costs on Lambda: posts to connections, at an endpoint that answers after 10 ms."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from apps.fanout.gateway.mail import HERE
from apps.fanout.gateway.posts import IN_FLIGHT, post_all
from apps.fanout.gateway.registry import Connection
from tests.live import ROOT, Installation
from tools.daemon import free_port

from .figure import Figure

CONNECTIONS = 1_000
TEXT = b'{"type":"message","body":"' + b"x" * 300 + b'"}'
ROUNDS = 3
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}


def measure(_stage: Installation) -> list[Figure]:
    """Return our CPU for each post, and how long 1,000 connections take: one invocation, or ten on two cores."""
    os.environ.update(CREDENTIALS)
    with _endpoint() as address:
        alone = min(_timed(address, CONNECTIONS) for _ in range(ROUNDS))
        cpu = _cpu(address)
        side_by_side = _side_by_side(address)
    return [
        Figure("posts: our own CPU for each delivered frame", f"{cpu * 1e6:.0f} µs"),
        Figure("posts in flight in an invocation", str(IN_FLIGHT)),
        Figure("1,000 connections from one invocation", f"{alone * 1000:.0f} ms"),
        Figure(
            "1,000 connections from ten invocations on two cores",
            f"{side_by_side * 1000:.0f} ms",
            "≤ 1,000 ms",
        ),
    ]


@contextmanager
def _endpoint() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.gateway_endpoint", str(port)], cwd=ROOT)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}/prod"
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _timed(address: str, connections: int) -> float:
    mail = [(Connection(f"c{number}=", "", "", address, 0), [TEXT]) for number in range(connections)]
    began = time.perf_counter()
    post_all(mail)
    return time.perf_counter() - began


def _cpu(address: str) -> float:
    began = time.process_time()
    _timed(address, CONNECTIONS)
    return (time.process_time() - began) / CONNECTIONS


def _side_by_side(address: str) -> float:
    """Return how long ten invocations take for a hundred connections each, which two cores carry out in turns."""
    parts = CONNECTIONS // HERE
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_timed, [address] * 2, [HERE] * 2))
        began = time.perf_counter()
        list(pool.map(_timed, [address] * parts, [HERE] * parts))
        return time.perf_counter() - began
