"""Run every fault, long, and then short with one seed after another while the time lasts.

`--fault` and `--seed` repeat one run; `--write` puts what was measured into docs/reliability.md.
"""

import argparse
import asyncio
import os
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.disk import DiskFull, small_disk
from tests.faults.fault import LONG, SHORT
from tests.faults.faults import BY_NAME
from tests.faults.processes import ClockJumps
from tests.faults.report import PAGE, STORM, table, write
from tests.faults.stack import Stack, stack
from tests.faults.storm import storm
from tests.faults.trial import Outcome, trial
from tests.live import ROOT
from tools import faketime

MINUTES = 14.0
RUN_SECONDS = 60
"""What a short run takes at most on a busy machine: none is begun that would not fit."""
DISK = DiskFull.__name__
SOCKETS = (192, 2_000)
NAMES = (*BY_NAME, STORM, DISK)


def main() -> int:
    chosen = _arguments()
    os.environ.setdefault("SECRET_KEY", "a-key-for-faults-only-with-more-than-fifty-characters-in-it")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")
    _allow_many_files()
    seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(1_000_000)
    kept = Path(tempfile.mkdtemp(prefix="parley-fault-journals-"))
    until = time.monotonic() + 60 * chosen.minutes if not chosen.fault else 0.0
    outcomes = list(_runs(chosen.fault or list(NAMES), seed, kept, until))
    print(table(outcomes))
    if chosen.write:
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%B %Y}"
        write(outcomes, machine)
        print(f"written into {PAGE.relative_to(ROOT)}")
    broken = [outcome for outcome in outcomes if outcome.violations]
    for outcome in broken:
        print(f"{outcome.fault}, seed {outcome.seed}: {outcome.violations[:10]}; its journal is in {kept}")
    return 1 if broken else 0


def _runs(names: Sequence[str], seed: int, kept: Path, deadline: float) -> Iterator[Outcome]:
    """Run all of it long with one seed, and short with the following ones until the time is over."""
    with _stage() as machines:
        yield from _once(machines, names, seed, LONG, kept)
        while time.monotonic() + RUN_SECONDS < deadline:
            seed += 1
            for name in names:
                if time.monotonic() + RUN_SECONDS > deadline:
                    return
                yield from _once(machines, [name], seed, SHORT, kept)


def _once(machines: Stack, names: Sequence[str], seed: int, form: int, kept: Path) -> Iterator[Outcome]:
    for name in names:
        if name == ClockJumps.__name__ and faketime.found() is None:
            print(f"{name}: left out, libfaketime is not installed", flush=True)
            continue
        began = time.monotonic()
        outcome = _run(machines, name, seed, form, kept)
        seconds = time.monotonic() - began
        verdict = outcome.violations[:3] or "nothing lost"
        form_name = "long" if form == LONG else "short"
        print(
            f"{name}, {form_name}, seed {seed}: {outcome.acks} acks in {seconds:.0f} s: {verdict}", flush=True
        )
        yield outcome


def _run(machines: Stack, name: str, seed: int, form: int, kept: Path) -> Outcome:
    if name == STORM:
        return asyncio.run(storm(machines, seed, SOCKETS[form], kept))
    if name == DISK:
        with (
            tempfile.TemporaryDirectory(prefix="parley-disk-") as directory,
            small_disk(Path(directory)) as disk,
        ):
            return asyncio.run(trial(disk, DiskFull(disk, seed), seed, form, kept))
    return asyncio.run(trial(machines, BY_NAME[name](machines, seed), seed, form, kept))


@contextmanager
def _stage() -> Iterator[Stack]:
    with (
        tempfile.TemporaryDirectory(prefix="parley-faults-") as directory,
        stack(Path(directory)) as machines,
    ):
        yield machines


def _allow_many_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--fault", action="append", choices=NAMES, help="only this one; may be repeated")
    parser.add_argument("--seed", type=int, help="the seed that a run printed")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="begin nothing new after so many")
    parser.add_argument("--write", action="store_true", help=f"refresh {PAGE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
