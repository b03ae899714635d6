"""A client of TURN (RFC 8656), as much of one as shows what a relay passes on and what it refuses."""

import hashlib
import hmac
import os
import socket
import ssl
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from itertools import count

COOKIE = 0x2112A442
ALLOCATE, CREATE_PERMISSION, SEND, DATA_INDICATION, CHANNEL_BIND = 0x0003, 0x0008, 0x0016, 0x0017, 0x0009
SUCCESS, ERROR = 0x0100, 0x0110
USERNAME, INTEGRITY, ERROR_CODE, CHANNEL, PEER, DATA = 0x0006, 0x0008, 0x0009, 0x000C, 0x0012, 0x0013
REALM, NONCE, RELAYED, FAMILY, TRANSPORT = 0x0014, 0x0015, 0x0016, 0x0017, 0x0019
UNAUTHORIZED = 401
UDP = b"\x11\0\0\0"
FAMILIES = {4: 1, 6: 2}
HEADER_BYTES = 20
INTEGRITY_BYTES = 24
SECONDS = 10
"""Until a relay that says nothing fails a test."""
SOURCES = count(int(IPv4Address("127.1.0.1")))
"""Loopback addresses, one for each socket: a relay keeps an allocation after its socket is closed, and answers 437
(mismatch) to whoever comes from the same address and port."""

Address = tuple[str, int]
Attributes = Mapping[int, bytes]


class Refused(Exception):
    """What the relay answered instead, by its code: 401 for the credential, 403 for the peer."""

    def __init__(self, code: int) -> None:
        super().__init__(f"The relay refuses: {code}")
        self.code = code


@dataclass(frozen=True)
class Message:
    kind: int
    transaction: bytes
    attributes: Attributes


class Turn:
    """An allocation, over a connected UDP, TCP or TLS socket."""

    def __init__(self, wire: socket.socket, username: str, password: str) -> None:
        self._wire = wire
        self._datagrams = wire.type == socket.SOCK_DGRAM
        self._username, self._password = username.encode(), password
        self._signing: dict[int, bytes] = {}
        wire.settimeout(SECONDS)

    def allocate(self, version: int = 4) -> Address:
        """Return the address at which others reach this client; raise `Refused`."""
        asked = {TRANSPORT: UDP, FAMILY: bytes([FAMILIES[version], 0, 0, 0])}
        challenge = self._asked(ALLOCATE, asked)
        if (code := _code(challenge)) != UNAUTHORIZED:
            raise Refused(code)
        self._signing = {
            USERNAME: self._username,
            REALM: challenge.attributes[REALM],
            NONCE: challenge.attributes[NONCE],
        }
        return _read_address(self._done(ALLOCATE, asked), RELAYED)

    def permit(self, peer: str) -> None:
        """Have the relay take what this peer sends; raise `Refused`."""
        self._done(CREATE_PERMISSION, {}, (peer, 9))

    def bind(self, peer: Address, channel: int) -> None:
        """Give a peer a number that stands for it, from 0x4000 on; raise `Refused`."""
        self._done(CHANNEL_BIND, {CHANNEL: struct.pack("!HH", channel, 0)}, peer)

    def send(self, peer: Address, content: bytes) -> None:
        transaction = os.urandom(12)
        said = {PEER: _written_address(peer, transaction), DATA: content}
        self._wire.sendall(_packed(SEND, transaction, said))

    def send_by(self, channel: int, content: bytes) -> None:
        self._wire.sendall(struct.pack("!HH", channel, len(content)) + _padded(content))

    def receive(self) -> bytes:
        """Return what the next datagram for this client holds, by whichever way it came."""
        portion = self._portion()
        if portion[0] & 0xC0 == 0x40:
            return portion[4 : 4 + int.from_bytes(portion[2:4], "big")]
        return _unpacked(portion).attributes[DATA]

    def _done(self, kind: int, attributes: Attributes, peer: Address | None = None) -> Message:
        answer = self._asked(kind, attributes, peer)
        if answer.kind != kind | SUCCESS:
            raise Refused(_code(answer))
        return answer

    def _asked(self, kind: int, attributes: Attributes, peer: Address | None = None) -> Message:
        transaction = os.urandom(12)
        peers = {PEER: _written_address(peer, transaction)} if peer else {}
        request = _packed(kind, transaction, {**attributes, **peers, **self._signing})
        self._wire.sendall(self._signed(request) if self._signing else request)
        answer = _unpacked(self._portion())
        assert answer.transaction == transaction
        return answer

    def _signed(self, request: bytes) -> bytes:
        key = b":".join((self._username, self._signing[REALM], self._password.encode()))
        length = struct.pack("!H", len(request) - HEADER_BYTES + INTEGRITY_BYTES)
        vouched = request[:2] + length + request[4:]
        digest = hmac.digest(hashlib.md5(key, usedforsecurity=False).digest(), vouched, "sha1")
        return vouched + _attribute(INTEGRITY, digest)

    def _portion(self) -> bytes:
        if self._datagrams:
            return self._wire.recv(65_535)
        head = self._exactly(4)
        length = int.from_bytes(head[2:], "big")
        if head[0] & 0xC0 == 0x40:
            return head + self._exactly(length + -length % 4)
        return head + self._exactly(HEADER_BYTES - 4 + length)

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            portion = self._wire.recv(count - len(found))
            if not portion:
                raise ConnectionError("The relay closed the connection.")
            found += portion
        return found


def connected(url: str, trusted: ssl.SSLContext, host: str) -> socket.socket:
    """Return a socket to the relay of a `turn:` or `turns:` address, whose certificate is that of `host`."""
    scheme, name, rest = url.split(":")
    port, _, transport = rest.partition("?transport=")
    kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
    wire = socket.socket(socket.AF_INET, kind)
    wire.settimeout(SECONDS)
    wire.bind((str(IPv4Address(next(SOURCES))), 0))
    wire.connect((name, int(port)))
    return trusted.wrap_socket(wire, server_hostname=host) if scheme == "turns" else wire


def _code(answer: Message) -> int:
    said = answer.attributes[ERROR_CODE]
    return said[2] * 100 + said[3]


def _written_address(given: Address, transaction: bytes) -> bytes:
    host = ip_address(given[0])
    return struct.pack("!BBH", 0, FAMILIES[host.version], given[1] ^ (COOKIE >> 16)) + _masked(
        host.packed, transaction
    )


def _masked(packed: bytes, transaction: bytes) -> bytes:
    """Return an address behind the mask that keeps NATs from rewriting it, or without it."""
    return bytes(a ^ b for a, b in zip(packed, COOKIE.to_bytes(4, "big") + transaction, strict=False))


def _read_address(message: Message, attribute: int) -> Address:
    value = message.attributes[attribute]
    port = int.from_bytes(value[2:4], "big") ^ (COOKIE >> 16)
    return str(ip_address(_masked(value[4:], message.transaction))), port


def _packed(kind: int, transaction: bytes, attributes: Attributes) -> bytes:
    body = b"".join(_attribute(name, value) for name, value in attributes.items())
    return struct.pack("!HHI", kind, len(body), COOKIE) + transaction + body


def _attribute(name: int, value: bytes) -> bytes:
    return struct.pack("!HH", name, len(value)) + _padded(value)


def _padded(value: bytes) -> bytes:
    return value + bytes(-len(value) % 4)


def _unpacked(portion: bytes) -> Message:
    kind = int.from_bytes(portion[:2], "big")
    return Message(kind, portion[8:HEADER_BYTES], dict(_attributes(portion[HEADER_BYTES:])))


def _attributes(body: bytes) -> Iterator[tuple[int, bytes]]:
    while body:
        name, length = struct.unpack("!HH", body[:4])
        yield name, body[4 : 4 + length]
        body = body[4 + length + -length % 4 :]
