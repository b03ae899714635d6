"""The proxy that tests cut and delay leaves nothing of its own behind."""

import gc
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress

from tests.proxy import Proxy

TURNS = 10
CLIENTS = 40


def test_no_socket_is_left_open_whenever_it_ends() -> None:
    """An open one makes a ResourceWarning, which fails the test."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=2 * CLIENTS * TURNS)) as upstream:
        for _ in range(TURNS):
            # In this order: who comes last is closed with the others.
            with (
                ExitStack() as clients,
                ThreadPoolExecutor(1) as coming,
                Proxy(upstream.getsockname()[1]) as proxy,
            ):
                first = coming.submit(_come, proxy.port, clients)
                coming.submit(_come, proxy.port, clients)
                first.result()
    gc.collect()


def _come(port: int, clients: ExitStack) -> None:
    """Connect, until nobody is let in any more."""
    with suppress(OSError):
        for _ in range(CLIENTS):
            clients.enter_context(socket.create_connection(("127.0.0.1", port)))
