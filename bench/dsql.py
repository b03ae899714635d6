"""Transactions that collide instead of waiting, beside PostgreSQL's: `python -m bench.dsql`.

The same sends run on PostgreSQL as it is, and on PostgreSQL behind a proxy that refuses what Aurora DSQL refuses
(tools/dsql.py). Compare runs and ratios: how fast DSQL itself is, only DSQL can say.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.live import ROOT
from tools.dsql import dsql
from tools.servers import postgres

from .figure import Figure, percentile, table

if TYPE_CHECKING:
    from apps.accounts.models import User

WRITERS = 8
SECONDS = 6.0
BODY = "A sentence of usual length, of some ten words or so."
Say = Callable[[int], object]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.dsql", description=__doc__)
    parser.add_argument("--inside", action="store_true", help="on the database that DATABASE_URL names")
    if parser.parse_args().inside:
        print(json.dumps(_inside()))
        return
    for name, server in (("PostgreSQL", postgres), ("as Aurora DSQL", dsql)):
        with _directory() as directory, server(directory, fsync=True) as url:
            print(name, table([Figure(*row) for row in _measured(url)]), sep="\n\n", end="\n\n")


@contextmanager
def _directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as directory:
        yield Path(directory)


def _measured(url: str) -> list[list[str]]:
    """Return the figures of one database, measured by processes that know no other."""
    environ = {**os.environ, "DATABASE_URL": url, "DEBUG": "1", "SECRET_KEY": "b" * 60}
    environ |= {"RATE_LIMIT_FACTOR": "0", "DJANGO_SETTINGS_MODULE": "chatproject.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environ, check=True)
    command = [sys.executable, "-m", "bench.dsql", "--inside"]
    done = subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE)
    figures: list[list[str]] = json.loads(done.stdout)
    return figures


def _inside() -> list[tuple[str, str]]:
    django.setup()
    # Django keeps every statement while DEBUG is on.
    settings.DEBUG = False
    from apps.conversations.services import messages  # noqa: PLC0415 (models are ready only now)

    people, places = _town()

    def hot(turn: int) -> object:
        return messages.send_message(people[turn], places[0], body=BODY)

    def spread(turn: int) -> object:
        return messages.send_message(people[turn], places[turn], body=BODY)

    with CaptureQueriesContext(connection) as sent:
        hot(0)
    return [
        ("statements of a send, BEGIN and COMMIT included", str(len(sent))),
        *_rates("one conversation", hot),
        *_rates(f"{WRITERS} conversations", spread),
    ]


def _town() -> tuple[list["User"], list[str]]:
    from apps.accounts.models import User  # noqa: PLC0415
    from apps.conversations.services.conversations import NewConversation, create  # noqa: PLC0415

    people = [User.objects.create(username=f"writer-{turn}") for turn in range(WRITERS)]
    asked = NewConversation(kind="group", title="bench", members=[user.username for user in people])
    return list(people), [str(create(people[0], asked)[0].id) for _ in range(WRITERS)]


def _rates(name: str, say: Say) -> list[tuple[str, str]]:
    with _counting() as counts, ThreadPoolExecutor(WRITERS) as pool:
        written = list(pool.map(lambda turn: _write(turn, say), range(WRITERS)))
    taken = [each for times, _ in written for each in times]
    given_up = sum(number for _, number in written)
    about = f"{WRITERS} writers, {name}"
    return [
        (f"sends per second, {about}", f"{len(taken) / SECONDS:.0f}"),
        (
            f"time of a send, {about}, p50 and p99",
            _times(taken),
        ),
        (f"transactions run for each send, {about}", f"{counts['runs'] / len(taken):.2f}"),
        (f"sends answered with `unavailable`, {about}", f"{given_up} of {len(taken) + given_up}"),
    ]


def _times(taken: list[float]) -> str:
    return " and ".join(f"{percentile(taken, share) * 1e3:.0f} ms" for share in (0.5, 0.99))


def _write(turn: int, say: Say) -> tuple[list[float], int]:
    """Return how long each send took, and how many were given up."""
    from apps.core.errors import Unavailable  # noqa: PLC0415

    times, given_up = [], 0
    until = time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < until:
        try:
            say(turn)
            times.append(time.perf_counter() - began)
        except Unavailable:
            given_up += 1
    connection.close()
    return times, given_up


@contextmanager
def _counting() -> Iterator[Counter[str]]:
    """Count how often work is run, successful or not."""
    from apps.core import transactions  # noqa: PLC0415

    counts: Counter[str] = Counter()
    whole = transactions._committed  # noqa: SLF001 (what every attempt goes through)

    def counted(work: Callable[[], object]) -> object:
        counts["runs"] += 1
        return whole(work)

    transactions._committed = counted  # type: ignore[assignment]  # noqa: SLF001
    try:
        yield counts
    finally:
        transactions._committed = whole  # noqa: SLF001


if __name__ == "__main__":
    main()
