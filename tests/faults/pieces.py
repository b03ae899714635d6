"""What is sent to the server, cut off after each of its bytes: what did not come whole must not have happened."""

import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from websockets.frames import Frame, Opcode

from tests.faults import record
from tests.faults.crowd import Crowd
from tests.faults.fault import Fault
from tests.faults.outsider import CALL_SECONDS, Outsider, outsider
from tests.faults.stack import Node, Stack

STEPS = (37, 1)
"""Bytes from one cut to the next, short and long."""
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time to linger: what closes then is a reset, and no end in good order."""
END_OF_HEADERS = b"\r\n\r\n"


class CutAtEachByte(Fault[Stack]):
    """In the end both are sent whole, byte by byte: these have to be done, and nothing else."""

    what = "a WebSocket's handshake and frame, and a REST request, cut after each byte"
    seconds = (0.0, 0.0)

    def strike(self) -> None:
        self._groups: dict[str, set[str]] = {}
        self._ready = []
        for node in self.place.nodes:
            with outsider(node) as who:
                group = who.group()
                self._groups[group] = {_over_rest(who, group, None), _over_socket(who, group, None)}
                for number in range(1, len(_call(who, group, "rest-00000")), STEPS[self.form]):
                    _over_rest(who, group, number)
                whole = len(who.handshake()) + len(_chat(group, "chat-00000"))
                for number in range(1, whole, STEPS[self.form]):
                    _over_socket(who, group, number)
            self._ready.append(httpx.get(f"{node.direct}/health/ready", timeout=CALL_SECONDS).is_success)

    def problems(self, clients: Crowd) -> list[str]:
        found = record.read(self.place.record, list(self._groups))
        said = {group: set[str]() for group in self._groups}
        for message in found.messages.values():
            said[message.conversation].add(message.client_id)
        problems = [] if all(self._ready) else ["a process is not well after requests that were cut off"]
        for group, whole in self._groups.items():
            seqs = [entry.seq for entry in found.logs[group]]
            if (said[group], seqs) != (whole, [1, 2]):
                problems.append(f"{whole} were sent whole, and there are {said[group]}, numbered {seqs}")
        return problems


def _over_rest(who: Outsider, group: str, cut: int | None) -> str:
    """Send a message, cut off after so many bytes or (None) whole in as many pieces; return its `client_id`."""
    client_id = f"rest-{cut or 0:05}"
    with _connected(who.node, cut) as line:
        _send(line, _call(who, group, client_id), cut)
        if cut is None:
            _await(line, client_id.encode())
    return client_id


def _over_socket(who: Outsider, group: str, cut: int | None) -> str:
    """Do the same by a frame: the cut falls into the handshake, or into the frame after it."""
    client_id, handshake = f"chat-{cut or 0:05}", who.handshake()
    with _connected(who.node, cut) as line:
        _send(line, handshake, cut)
        if cut is not None and cut < len(handshake):
            return client_id
        _await(line, END_OF_HEADERS)
        _send(line, _chat(group, client_id), None if cut is None else cut - len(handshake))
        if cut is None:
            _await(line, client_id.encode())
    return client_id


def _call(who: Outsider, group: str, client_id: str) -> bytes:
    body = json.dumps({"body": "in pieces", "client_id": client_id}).encode()
    about = ("Content-Type: application/json", f"Content-Length: {len(body)}")
    return who.request(f"POST /api/conversations/{group}/messages HTTP/1.1", *about, body=body)


def _chat(group: str, client_id: str) -> bytes:
    command = {"type": "chat", "conversation": group, "message": "in pieces", "client_id": client_id}
    return Frame(Opcode.TEXT, json.dumps(command).encode()).serialize(mask=True)


@contextmanager
def _connected(node: Node, cut: int | None) -> Iterator[socket.socket]:
    with socket.create_connection(node.address, CALL_SECONDS) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield line
        # Every other end is a reset.
        if cut is not None and cut % 2:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def _send(line: socket.socket, what: bytes, cut: int | None) -> None:
    if cut is not None:
        line.sendall(what[:cut])
        return
    for byte in what:
        line.sendall(bytes([byte]))


def _await(line: socket.socket, expected: bytes) -> None:
    """Read until it came; raise `EOFError` when the server ends the connection first."""
    heard = b""
    while expected not in heard:
        chunk = line.recv(4096)
        if not chunk:
            raise EOFError(f"{expected!r} is not in {heard!r}")
        heard += chunk
