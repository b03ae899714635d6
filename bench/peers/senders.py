"""People who write to a Parley server, each over a socket of their own, in a thread beside the conductor's."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

from bench.seed import Account
from bench.sockets import Audience
from bench.wire import client_frame

from .contestant import Publish


@contextmanager
def senders(base: str, people: list[Account]) -> Iterator[Publish]:
    """Connect them, and yield how to have bodies said in `general`, each by the next of them."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    audience = Audience()
    try:
        asyncio.run_coroutine_threadsafe(audience.join(base, people, 1), loop).result()

        def say(bodies: Sequence[str]) -> None:
            for turn, body in enumerate(bodies):
                command = {"type": "chat", "conversation": "general", "message": body}
                audience.transports[turn % len(people)].write(client_frame(json.dumps(command).encode()))

        def publish(bodies: Sequence[str]) -> None:
            loop.call_soon_threadsafe(say, bodies)

        yield publish
    finally:
        loop.call_soon_threadsafe(audience.leave)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
