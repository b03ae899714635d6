"""What permessage-deflate (RFC 7692) saves on the wire, and what it costs (docs/adr/0011-compression.md)."""

import asyncio
import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Frame
from websockets.uri import parse_uri

from tests.live import FRAMED, Installation, Server

from .deliveries import post
from .figure import Figure
from .process import cpu_seconds, resident_bytes
from .seed import Account, accounts
from .sockets import MESSAGE, WELCOME

PEOPLE, SOCKETS_EACH = 20, 10
MESSAGES, WARMING = 200, 20
BODY = "the quick brown fox jumps over the lazy dog, and then thinks about it for a while"
WINDOW_BITS = 12
"""As uvicorn negotiates it."""
PATIENCE = 60
WAYS = {
    "frames made once": (FRAMED, False),
    "ASGI's send": ("websockets-sansio", False),
    "ASGI's send, compressed": ("websockets-sansio", True),
}


@dataclass
class Cost:
    """Of one way: bytes and CPU seconds per delivery, bytes of memory per connection, and a frame as it was read."""

    wire: float
    cpu: float
    memory: float
    frame: bytes


def measure(stage: Installation) -> list[Figure]:
    figures: list[Figure] = []
    cost: Cost | None = None
    for name, (protocol, compressed) in WAYS.items():
        people = accounts(PEOPLE)
        with stage.server(UVICORN_WS=protocol) as listening, stage.server() as sending:
            cost = asyncio.run(_measure(listening, sending, people, compressed=compressed))
        figures += [
            Figure(f"bytes per delivery, {name}", f"{cost.wire:.0f}"),
            Figure("CPU per delivery", f"{cost.cpu * 1_000_000:.1f} µs"),
            Figure("memory per connection", f"{cost.memory / 1000:.0f} KB"),
        ]
    assert cost is not None
    return [*figures, Figure("bytes of such a frame compressed by itself", str(len(_compressed(cost.frame))))]


async def _measure(listening: Server, sending: Server, people: list[Account], *, compressed: bool) -> Cost:
    crowd, base, pid = Crowd(compressed), listening.base, listening.process.pid
    async with httpx.AsyncClient(base_url=sending.base, timeout=PATIENCE) as http:
        for account in people:
            await post(http, account, "/api/conversations/general/join", {})
        await crowd.join(base, people[:1], SOCKETS_EACH)
        resident, first = resident_bytes(pid), len(crowd.readers)
        await crowd.join(base, people[1:], SOCKETS_EACH)
        await crowd.hear(http, people[0], WARMING)
        crowd.received, used = 0, cpu_seconds(pid)
        await crowd.hear(http, people[0], MESSAGES)
        deliveries = MESSAGES * len(crowd.readers)
        cost = Cost(
            wire=crowd.received / deliveries,
            cpu=(cpu_seconds(pid) - used) / deliveries,
            memory=(resident_bytes(pid) - resident) / (len(crowd.readers) - first),
            frame=crowd.readers[0].frame,
        )
    crowd.leave()
    return cost


def _compressed(frame: bytes) -> bytes:
    """Return what all sockets could share if none kept a context from one frame to the next."""
    deflate = zlib.compressobj(wbits=-WINDOW_BITS, memLevel=5)
    return deflate.compress(frame) + deflate.flush(zlib.Z_SYNC_FLUSH)


class Crowd:
    """Sockets that read each frame."""

    def __init__(self, compressed: bool) -> None:  # noqa: FBT001 (what is measured)
        self.readers: list[Reader] = []
        self.received = 0
        self._compressed = compressed

    async def join(self, base: str, people: list[Account], each: int) -> None:
        """Open `each` sockets for everyone, one after another."""
        address = urlsplit(base)
        for account in people:
            for _ in range(each):
                uri = f"ws://{address.netloc}/ws?token={account.access}"
                extensions = [ClientPerMessageDeflateFactory()] if self._compressed else None
                reader = Reader(self, ClientProtocol(parse_uri(uri), extensions=extensions))
                connect = asyncio.get_running_loop().create_connection
                await connect(reader.itself, str(address.hostname), address.port or 0)
                await reader.welcomed
                self.readers.append(reader)

    async def hear(self, http: httpx.AsyncClient, sender: Account, messages: int) -> None:
        """Have so many messages sent, and wait until every socket has them."""
        for number in range(messages):
            message = {"body": f"{number}: {BODY}"}
            await post(http, sender, "/api/conversations/general/messages", message)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(reader.hear(messages) for reader in self.readers))

    def leave(self) -> None:
        for reader in self.readers:
            reader.transport.abort()


class Reader(asyncio.Protocol):
    transport: asyncio.Transport

    def __init__(self, crowd: Crowd, protocol: ClientProtocol) -> None:
        self.welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.frame = b""
        self._messages = asyncio.Queue[bytes]()
        self._crowd = crowd
        self._protocol = protocol

    def itself(self) -> "Reader":
        return self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._protocol.send_request(self._protocol.connect())
        transport.write(b"".join(self._protocol.data_to_send()))

    def data_received(self, data: bytes) -> None:
        self._crowd.received += len(data)
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._read(bytes(event.data))
        if self._protocol.handshake_exc is not None:
            self.welcomed.set_exception(self._protocol.handshake_exc)

    async def hear(self, messages: int) -> None:
        for _ in range(messages):
            self.frame = await self._messages.get()

    def _read(self, frame: bytes) -> None:
        if MESSAGE in frame:
            self._messages.put_nowait(frame)
        elif WELCOME in frame:
            self.welcomed.set_result(None)
