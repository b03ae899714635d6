"""Each fault once, short: `make test-faults` runs them long, with more seeds."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.disk import DiskFull, small_disk
from tests.faults.fault import SHORT, Fault
from tests.faults.faults import ALL
from tests.faults.processes import ClockJumps
from tests.faults.stack import Stack, stack
from tests.faults.storm import storm
from tests.faults.trial import trial

pytestmark = pytest.mark.anyio
SEED = 5
SOCKETS = 96
# libfaketime makes a server several times slower: `make test-faults` has the time for it.
QUICK = [kind for kind in ALL if kind is not ClockJumps]


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def machines() -> Iterator[Stack]:
    # Not below pytest's folders, which are closed to the account that PostgreSQL runs under.
    with TemporaryDirectory(prefix="parley-faults-") as directory, stack(Path(directory)) as running:
        yield running


@pytest.mark.parametrize("kind", QUICK, ids=lambda kind: kind.__name__)
async def test_nothing_is_lost(kind: type[Fault[Stack]], machines: Stack, tmp_path: Path) -> None:
    outcome = await trial(machines, kind(machines, SEED, SHORT), SEED, tmp_path)
    assert outcome.violations == []


async def test_nothing_is_lost_when_all_come_back_at_once(machines: Stack, tmp_path: Path) -> None:
    outcome = await storm(machines, SEED, SOCKETS, tmp_path)
    assert outcome.violations == []


async def test_a_full_disk_refuses_and_harms_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        outcome = await trial(disk, DiskFull(disk, SEED, SHORT), SEED, tmp_path)
    assert outcome.violations == []
