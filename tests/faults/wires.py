"""What is done to Valkey, and to the wires between machines."""

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.crowd import Crowd
from tests.faults.fault import LONG, Fault, disconnected
from tests.faults.outsider import CALL_SECONDS, Outsider, outsider
from tests.faults.stack import Node, Stack

SLOW_SECONDS = 0.3
CUT_MOST = 6_000
"""Bytes after which a connection is cut at the latest: handshake, welcome and some frames."""
LONGEST = "😀" * 4_000
MESSAGES_MOST = 2_000
TOO_SLOW = "4409"


SILENCE_MOST = 90.0
LOOK_SECONDS = 0.5
"""Between two looks at connections whose end nobody tells."""


class RedisKilled(Fault[Stack]):
    what = "`kill -9` of Valkey, and its restart"
    seconds = (0.5, 8.0)

    def strike(self) -> None:
        self.place.valkey.kill()

    def heal(self) -> None:
        self.place.run(self.place.valkey)


class RedisFrozen(Fault[Stack]):
    what = "Valkey frozen for 15 s (SIGSTOP)"
    seconds = (6.0, 15.0)

    def strike(self) -> None:
        self.place.valkey.signal(signal.SIGSTOP)

    def heal(self) -> None:
        self.place.valkey.signal(signal.SIGCONT)


class RedisSlow(Fault[Stack]):
    what = "every packet to and from Valkey 300 ms late"
    seconds = (2.0, 15.0)

    def strike(self) -> None:
        self.place.broker.delay = SLOW_SECONDS

    def heal(self) -> None:
        self.place.broker.restore()


class HalfOpen(Fault[Stack]):
    """Left as it is: a client that hears nothing connects anew, and a server that hears nothing ends the connection."""

    what = "the connections of all clients half open: nothing passes, and nobody is told"
    seconds = (0.0, 10.0)
    sign = staticmethod(disconnected)

    def strike(self) -> None:
        self._struck_at = time.monotonic()
        self._before = {node: _established(node) for node in self.place.nodes}
        for node in self.place.nodes:
            node.wire.half_open()

    def problems(self, clients: Crowd) -> list[str]:
        """Wait, in the long form, for the server to find out: it may take 2.5 heartbeats."""
        if self.form == LONG:
            while left := sum(len(_established(node) & before) for node, before in self._before.items()):
                if time.monotonic() - self._struck_at > SILENCE_MOST:
                    return [f"{left} half-open connections were kept for {SILENCE_MOST} s"]
                time.sleep(LOOK_SECONDS)
            self.measured["ended"] = time.monotonic() - self._struck_at
        return []


class FramesCut(Fault[Stack]):
    what = "every connection cut after some random number of bytes, in the middle of frames too"
    seconds = (2.0, 15.0)
    sign = staticmethod(disconnected)

    def strike(self) -> None:
        for node in self.place.nodes:
            node.wire.cut_after(lambda: self.chance.randrange(1, CUT_MOST))
            node.wire.cut_once()

    def heal(self) -> None:
        for node in self.place.nodes:
            node.wire.restore()
            node.wire.cut_once()


class StoppedReading(Fault[Stack]):
    """Somebody whose client reads nothing any more, where much is said: closed with 4409, and nobody waits."""

    what = "a client that stops reading in a busy group"
    seconds = (0.0, 0.0)

    def strike(self) -> None:
        node = self.place.nodes[0]
        with outsider(node) as reader, outsider(node) as writer:
            group = writer.group(reader)
            with _deaf(reader):
                self._closed = any(_said(writer, group) for _ in range(MESSAGES_MOST))

    def problems(self, clients: Crowd) -> list[str]:
        return [] if self._closed else [f"a client that reads nothing was kept for {MESSAGES_MOST} messages"]


def _established(node: Node) -> set[str]:
    """Return the other ends of the connections that the kernel holds for a process as established (01)."""
    here = f"0100007F:{node.address[1]:04X}"
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines())
    return {there for _, local, there, state, *_ in rows if (local, state) == (here, "01")}


def _said(writer: Outsider, group: str) -> bool:
    """Say something as long as may be; return whether the one who does not read was closed."""
    writer.http.post(f"/api/conversations/{group}/messages", json={"body": LONGEST}).raise_for_status()
    return TOO_SLOW in writer.node.log


@contextmanager
def _deaf(reader: Outsider) -> Iterator[None]:
    """Open a WebSocket with next to no room for what arrives, and read nothing after the handshake."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(CALL_SECONDS)
        connection.connect(reader.node.address)
        connection.sendall(reader.handshake())
        assert connection.recv(12) == b"HTTP/1.1 101"
        yield
