"""The contestants, each as its own documentation has it run: one process holds the sockets, another one publishes."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.contrib.auth import get_user_model

from apps.conversations.services.members import join
from bench.seed import accounts
from tests.live import FRAMED, ROOT, Installation, Server
from tools.daemon import free_port

from .contestant import HERE, Contestant, program, through
from .senders import senders

VENV = ROOT / ".bench" / "venv" / "bin" / "python"
ROOM = "/api/conversations/general"
PEOPLE = 300
"""At most 17 of 5,000 sockets each, where 20 are allowed; 14 while the old ones of a storm are still to be noticed."""
SENDERS = 100


@contextmanager
def parley(stage: Installation) -> Iterator[Contestant]:
    """Parley as docs/operations.md has it run. A message is said by one of 100 people over a socket: it is durable."""
    people, writers = accounts(PEOPLE), accounts(SENDERS)
    with stage.server(UVICORN_WS=FRAMED) as holding, stage.server(UVICORN_WS=FRAMED) as saying:
        for user in get_user_model().objects.filter(id__in=[account.id for account in (*people, *writers)]):
            join(user, "general")
        with senders(saying.base, writers) as publish:
            yield Contestant(
                name="Parley",
                pid=holding.process.pid,
                port=holding.port,
                publish=publish,
                paths=[f"/ws?token={account.access}" for account in people],
                ready='"type":"welcome"',
                alive='{"type":"ping"}',
                settled='"type":"resumed"',
                catching_up=lambda: _resume(saying, people[0].access),
            )


@contextmanager
def socket_io(stage: Installation) -> Iterator[Contestant]:
    """Socket.IO with its Redis adapter, over WebSocket alone."""
    serve = ["node", str(HERE / "socketio.mjs"), stage.environ["REDIS_URL"]]
    path = "/socket.io/?EIO=4&transport=websocket"
    with _pair(stage, "Socket.IO", serve, [*serve, "0"], path, ready='42["joined"]', hello="40") as made:
        yield made


@contextmanager
def plain_channels(stage: Installation) -> Iterator[Contestant]:
    """A consumer for each socket and `group_send`, under the uvicorn that Parley runs under."""
    run = [str(VENV), "-m", "bench.peers.plain_channels"]
    with _pair(stage, "plain Channels", run, run, "/", ready='"joined"') as made:
        yield made


@contextmanager
def null(stage: Installation) -> Iterator[Contestant]:
    """Nobody: a loop that writes ready-made frames, to see what the load can count."""
    port = free_port()
    with program([sys.executable, "-m", "bench.peers.null", str(port)], stage.environ) as process:
        yield Contestant(
            name="null server",
            pid=process.pid,
            port=port,
            publish=through(process),
            paths=["/"],
            ready="joined",
        )


@contextmanager
def _pair(
    stage: Installation, name: str, hold: list[str], say: list[str], path: str, *, ready: str, hello: str = ""
) -> Iterator[Contestant]:
    """Run two processes: `hold`, to which a port is added, has the sockets, and `say` publishes."""
    port = free_port()
    with program([*hold, str(port)], stage.environ) as holding, program(say, stage.environ) as saying:
        yield Contestant(
            name=name,
            pid=holding.pid,
            port=port,
            publish=through(saying),
            paths=[path],
            ready=ready,
            hello=hello,
        )


def _resume(server: Server, access: str) -> str:
    with httpx.Client(base_url=server.base, headers={"Authorization": f"Bearer {access}"}) as http:
        room = http.get(ROOM).raise_for_status().json()
        after = {"after": room["head"]}
        epoch = http.get(f"{ROOM}/events", params=after).raise_for_status().json()["epoch"]
    points = [{"id": room["id"], "after": room["head"]}]
    return json.dumps({"type": "resume", "epoch": epoch, "conversations": points})
