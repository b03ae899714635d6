"""The ASGI application for WebSockets.

Servers take frames of up to 16 MiB (uvicorn) or 1 MiB (daphne) before ours is asked; `UVICORN_WS_MAX_SIZE=65536` has
uvicorn refuse them earlier. The contract's 32 KiB is checked by `parsing.parse` whatever the server.
"""

from collections.abc import Awaitable, Callable

from .consumer import Message, SocketConsumer


async def websocket_application(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    await SocketConsumer(scope, receive, send).run()
