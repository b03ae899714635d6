"""The only place that knows the channel layer: bytes to every process, bytes from every process.

One group serves all processes; its number leaves room for several, should one Redis channel ever be too narrow.
"""

import asyncio
from typing import Any

from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

GROUP = "parley.shard.0"
SEND_SECONDS = 2.0
JOIN_SECONDS = 3.0
AWAY = (RedisError, OSError, ChannelFull)


class LayerAway(Exception):
    """The channel layer does not answer, or not in time."""


class Layer:
    """This loop's place on the channel layer. `send` alone needs no `join`."""

    def __init__(self) -> None:
        self._channels: Any = get_channel_layer()
        self._channel = ""

    async def send(self, origin: str, events: bytes) -> None:
        """Send to all processes, this one included if it joined; raise `LayerAway`."""
        message = {"type": "fanout", "origin": origin, "events": events}
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._channels.group_send(GROUP, message)
        except AWAY as error:
            raise LayerAway(repr(error)) from error

    async def join(self) -> None:
        """Begin to receive, on fresh connections if there was a membership before; raise `LayerAway`."""
        try:
            async with asyncio.timeout(JOIN_SECONDS):
                if self._channel:
                    await self._channels.flush()
                self._channel = await self._channels.new_channel("parley")
                await self._subscribe()
        except AWAY as error:
            raise LayerAway(repr(error)) from error

    async def receive(self) -> tuple[str, bytes]:
        """Return the next message's origin and events."""
        try:
            message = await self._channels.receive(self._channel)
        except AWAY as error:
            raise LayerAway(repr(error)) from error
        return message["origin"], message["events"]

    async def _subscribe(self) -> None:
        try:
            await self._channels.group_add(GROUP, self._channel)
        except RuntimeError as error:
            # What channels_redis raises when its connections were closed since `new_channel`, as `flush` does for all
            # who share the layer.
            raise LayerAway(repr(error)) from error

    async def leave(self) -> None:
        """Receive nothing any more and close what is open; raise `LayerAway`."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._channels.flush()
        except AWAY as error:
            raise LayerAway(repr(error)) from error
