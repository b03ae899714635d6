"""Parley and its peers, each after the other in every round, and what took part."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import redis

from bench.figure import table
from tests.live import Installation

from . import contestants, phases, synapse
from .contestant import HERE, Contestant
from .crowd import Crowd, crowd
from .plot import drawn
from .report import Field, Rounds, held, side_by_side

FIELD = (contestants.parley, contestants.socket_io, contestants.plain_channels)
ROUNDS = {phases.fan_out: 3, phases.holding: 2, phases.storm: 2}
SHOWN = "![Parley beside Socket.IO and plain Channels, the figures below as bars](plots/peers.svg)"

Enter = Callable[[Installation], AbstractContextManager[Contestant]]


def measure(made: Installation) -> tuple[str, str]:
    """Return what stands in docs/benchmarks.md, and its plot."""
    versions, field = _versions(made), _measured(made)
    with _crowd_of(contestants.null, made) as listening:
        bare = phases.throughput(listening)
    figures = held(field, bare) + synapse.measure(made)
    return "\n\n".join((versions, SHOWN, side_by_side(field), table(figures))), drawn(field)


def _measured(made: Installation) -> Field:
    """Return what was measured, by contestant, whose names are known once they run."""
    field: dict[str, Rounds] = {}
    for phase, rounds in ROUNDS.items():
        for _ in range(rounds):
            for enter in FIELD:
                with _crowd_of(enter, made) as listening:
                    name = listening.contestant.name
                    print(f"{name}: {phase.__name__} …", flush=True)
                    values = field.setdefault(name, defaultdict(list))
                    for key, value in phase(listening).items():
                        values[key].append(value)
    return field


@contextmanager
def _crowd_of(enter: Enter, made: Installation) -> Iterator[Crowd]:
    with enter(made) as contestant, crowd(contestant) as listening:
        yield listening


def _versions(made: Installation) -> str:
    """Return what took part, in a sentence."""
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
    npm = [
        f"{name} {packages[f'node_modules/{name}']['version']}"
        for name in ("socket.io", "@socket.io/redis-adapter", "redis")
    ]
    asked = "import importlib.metadata as m; print(*(f'{n} {m.version(n)}' for n in %r), sep=', ')"
    names = ("channels", "channels_redis", "uvicorn", "uvloop", "websockets")
    python = _said(str(contestants.VENV), "-c", asked % (names,))
    server = redis.Redis.from_url(made.environ["REDIS_URL"]).info("server")
    valkey = server.get("valkey_version") or server["redis_version"]
    return f"Node {_said('node', '--version')[1:]}, {', '.join(npm)}, {python}, Valkey {valkey}."


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
