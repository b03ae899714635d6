"""The ASGI application for WebSockets.

Servers take frames of up to 16 MiB (uvicorn) or 1 MiB (daphne) before ours is asked; `UVICORN_WS_MAX_SIZE=65536` has
uvicorn refuse them earlier. The contract's 32 KiB is checked by `parsing.parse` whatever the server.
"""

from .consumer import SocketConsumer

websocket_application = SocketConsumer.as_asgi()
