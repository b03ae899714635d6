"""Run every fault, long, and then short with one seed after another while the time lasts.

The exit status is 1 if anything was lost, or a figure was worse than promised: on a machine that does nothing else.
`--fault` and `--seed` repeat one run; `--write` puts what was measured into docs/reliability.md.
"""

import argparse
import asyncio
import faulthandler
import itertools
import os
import platform
import random
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.aims import missed
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
OVER_SECONDS = 50.0
"""After the time is over: for what runs then to be ended, and everything with it."""
LONG_SECONDS, SHORT_SECONDS = 25.0, 60.0
"""With less time for each fault that is still to come, it is run short; with less in all, none is run again."""
RUN_SECONDS = 150.0
"""What no run takes."""
DISK = DiskFull.__name__
SOCKETS = (192, 2_000)
# What needs the machine most comes first: a record that has grown makes nothing faster.
NAMES = (STORM, *BY_NAME, DISK)


def main() -> int:
    chosen = _arguments()
    # Whatever hangs: the processes of a run end with the one that started them.
    faulthandler.dump_traceback_later(60 * chosen.minutes + OVER_SECONDS, exit=True)
    os.environ.setdefault("SECRET_KEY", "a-key-for-faults-only-with-more-than-fifty-characters-in-it")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")
    _allow_many_files()
    seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(1_000_000)
    kept = Path(tempfile.mkdtemp(prefix="parley-fault-journals-"))
    deadline = time.monotonic() + 60 * chosen.minutes
    outcomes = list(_runs(chosen.fault, seed, kept, deadline))
    print(table(outcomes))
    if chosen.write:
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%B %Y}"
        write(outcomes, machine)
        print(f"written into {PAGE.relative_to(ROOT)}")
    return _verdict(outcomes, kept)


def _verdict(outcomes: Sequence[Outcome], kept: Path) -> int:
    """Print what went wrong; return the exit status."""
    broken = [outcome for outcome in outcomes if outcome.violations]
    for outcome in broken:
        print(f"{outcome.fault}, seed {outcome.seed}: {outcome.violations[:10]}; its journal is in {kept}")
    late = missed(outcomes)
    print("\n".join(late))
    return 1 if broken or late else 0


def _runs(chosen: Sequence[str] | None, seed: int, kept: Path, deadline: float) -> Iterator[Outcome]:
    """Run what was chosen once, or everything long, and then short with the following seeds while there is time."""
    names = [name for name in chosen or NAMES if _can_be_run(name)]
    with _stage() as machines:
        for done, name in enumerate(names):
            each = (deadline - time.monotonic()) / (len(names) - done)
            form = LONG if each > LONG_SECONDS else SHORT
            yield _once(machines, name, seed, form, kept, deadline)
        for name in itertools.cycle([] if chosen else names):
            if deadline - time.monotonic() < SHORT_SECONDS:
                return
            seed += name == names[0]
            yield _once(machines, name, seed, SHORT, kept, deadline)


def _can_be_run(name: str) -> bool:
    if name == ClockJumps.__name__ and faketime.found() is None:
        print(f"{name}: left out, libfaketime is not installed", flush=True)
        return False
    return True


def _once(machines: Stack, name: str, seed: int, form: int, kept: Path, deadline: float) -> Outcome:
    began = time.monotonic()
    within = min(RUN_SECONDS, deadline - began)
    if within <= 0:
        return Outcome(name, seed, ["not run: the time was over"])
    try:
        outcome = _run(machines, name, seed, form, kept, within)
    except TimeoutError:
        outcome = Outcome(name, seed, [f"not over within {within:.0f} s"])
    except Exception as error:  # noqa: BLE001 (whatever broke one run off must not take the others along)
        traceback.print_exc()
        outcome = Outcome(name, seed, [f"broke off: {error!r}"])
    verdict = outcome.violations[:3] or "nothing lost"
    took, form_name = time.monotonic() - began, "long" if form == LONG else "short"
    print(
        f"{name}, {form_name}, seed {seed}: {outcome.acks.total()} acks in {took:.0f} s: {verdict}",
        flush=True,
    )
    return outcome


def _run(machines: Stack, name: str, seed: int, form: int, kept: Path, within: float) -> Outcome:
    if name == STORM:
        return _bounded(storm(machines, seed, SOCKETS[form], kept), within)
    if name == DISK:
        with (
            tempfile.TemporaryDirectory(prefix="parley-disk-") as directory,
            small_disk(Path(directory)) as disk,
        ):
            return _bounded(trial(disk, DiskFull(disk, seed, form), seed, kept), within)
    return _bounded(trial(machines, BY_NAME[name](machines, seed, form), seed, kept), within)


def _bounded(run: Coroutine[Any, Any, Outcome], within: float) -> Outcome:
    async def bounded() -> Outcome:
        async with asyncio.timeout(within):
            return await run

    return asyncio.run(bounded())


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
    parser.add_argument(
        "--minutes", type=float, default=MINUTES, help="everything is over after so many, and one more"
    )
    parser.add_argument("--write", action="store_true", help=f"refresh {PAGE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
