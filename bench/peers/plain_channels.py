"""A chat room as the Channels tutorial has it: one consumer a socket, one group.

`python -m bench.peers.plain_channels <port>` serves it under uvicorn; without a port the program publishes each line of
standard input, a JSON list of bodies, to the group. Both want REDIS_URL, and run in an environment of their own.
"""

import asyncio
import json
import os
import sys
from socket import socket
from typing import Any

import uvicorn
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings

GROUP = "room"

settings.configure(
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            # redis-py 8 would end a subscription after 5 s without a message.
            "CONFIG": {"hosts": [{"address": os.environ["REDIS_URL"], "socket_timeout": None}]},
        }
    }
)


class Room(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """Says `joined`, then whatever is said in the group."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()
        await self.send(text_data=json.dumps({"type": "joined"}))

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 (Channels' signature)
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def said(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"type": "message", "body": event["body"]}))


application = Room.as_asgi()


async def publish() -> None:
    layer = get_channel_layer()
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        for body in json.loads(line):
            await layer.group_send(GROUP, {"type": "said", "body": body})


class Server(uvicorn.Server):
    """Says when it listens."""

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        print("ready", flush=True)


def serve(port: int) -> None:
    config = uvicorn.Config(
        application,
        port=port,
        ws="websockets-sansio",
        lifespan="off",
        log_level="warning",
        ws_ping_interval=float(os.environ["UVICORN_WS_PING_INTERVAL"]),
    )
    Server(config).run()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(int(sys.argv[1]))
    else:
        asyncio.run(publish())
