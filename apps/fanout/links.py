"""Between a hub and the channel layer: batches of events out, and in.

Both ends survive the layer's loss: what cannot be sent is dropped (the record repairs it), and a subscription on which
nothing is heard is made anew. Something is always heard: each process sends at least an empty batch every PROBE_SECONDS
and receives its own.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable

import msgspec

from apps.fanout.events import Event
from apps.fanout.layer import Layer, LayerAway
from apps.fanout.tasks import Outage, Tasks, logger

CAPACITY = 10_000
"""Events that wait; beyond them the oldest are dropped."""
BATCH = 100
PROBE_SECONDS = 2.0
SILENCE_SECONDS = 5.0
RETRY_SECONDS = 1.0

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Event])


class Backlog:
    """A bounded queue that drops its oldest when it is full, and says so at most once a second."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._events: deque[Event] = deque()
        self._dropped = 0
        self._said_at = 0.0

    def __len__(self) -> int:
        return len(self._events)

    def add(self, event: Event) -> None:
        if len(self._events) >= CAPACITY:
            self._events.popleft()
            self._drop()
        self._events.append(event)

    def take(self, most: int = CAPACITY) -> list[Event]:
        return [self._events.popleft() for _ in range(min(most, len(self._events)))]

    def _drop(self) -> None:
        self._dropped += 1
        if (now := time.monotonic()) - self._said_at >= 1:
            logger.warning("%s is full: %d events dropped so far", self._name, self._dropped)
            self._said_at = now


class Uplink:
    """Sends events to the other processes, from one event loop."""

    def __init__(self, layer: Layer, origin: str, tasks: Tasks, outage: Outage) -> None:
        self._layer = layer
        self._origin = origin
        self._tasks = tasks
        self._outage = outage
        self._backlog = Backlog("the queue to the channel layer")
        self._probing = False
        self._sender: asyncio.Task[None] | None = None

    def offer(self, events: Iterable[Event]) -> None:
        for event in events:
            self._backlog.add(event)
        if self._sender is None:
            self._sender = self._tasks.spawn(self._send())

    async def probe(self) -> None:
        """Send at least an empty batch."""
        self._probing = True
        self.offer(())

    async def sent(self) -> None:
        """Wait until all that was offered is sent, or dropped."""
        if self._sender is not None:
            await asyncio.wait([self._sender])

    async def _send(self) -> None:
        try:
            while self._backlog or self._probing:
                self._probing = False
                await self._send_batch(_encoder.encode(self._backlog.take(BATCH)))
        finally:
            self._sender = None

    async def _send_batch(self, batch: bytes) -> None:
        try:
            await self._layer.send(self._origin, batch)
        except LayerAway as error:
            self._outage.began(error)


class Downlink:
    """Receives the events of other processes, and drops the copies of its own, which were delivered at once."""

    def __init__(self, layer: Layer, origin: str, deliver: Callable[[Event], None], outage: Outage) -> None:
        self._layer = layer
        self._origin = origin
        self._deliver = deliver
        self._outage = outage
        self._ending = False

    async def run(self) -> None:
        """Receive until cancelled."""
        while not self._ending:
            try:
                await self._layer.join()
                await self._listen()
            except (LayerAway, TimeoutError) as error:
                self._outage.began(error)
                await asyncio.sleep(RETRY_SECONDS)

    def end(self) -> None:
        """Have `run` end with its cancellation, which a layer that fails while it cleans up would swallow."""
        self._ending = True

    async def close(self) -> None:
        """Close the connections, once `run` has ended."""
        try:
            await self._layer.leave()
        except LayerAway as error:
            self._outage.began(error)

    async def _listen(self) -> None:
        now = asyncio.get_running_loop().time
        async with asyncio.timeout(SILENCE_SECONDS) as patience:
            while True:
                origin, batch = await self._layer.receive()
                patience.reschedule(now() + SILENCE_SECONDS)
                self._outage.over()
                if origin != self._origin:
                    self._accept(batch)

    def _accept(self, batch: bytes) -> None:
        try:
            events = _decoder.decode(batch)
        except msgspec.DecodeError:
            # Another version of the server is sending while both run; the record has whatever matters.
            logger.exception("a batch of events from another process cannot be read")
            return
        loop = asyncio.get_running_loop()
        for event in events:
            # Each in a turn of its own: an error in one is the loop's to log, and does not cost the others.
            loop.call_soon(self._deliver, event)
