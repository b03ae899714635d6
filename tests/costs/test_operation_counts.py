"""No operation costs more than apps/costs/operations.toml says. `python -m tests.costs --write` counts anew."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

from apps.costs import operations
from apps.costs.operations import NAMES, Operation

from .actions import counted

SLACK = 0.02
"""Of the number in the file, and on top of it."""
BYTES = 8
"""On top of a number of bytes: ids, times and figures have not always the same length."""
NOT_JUDGED = {"cpu_ms"}
"""It is the machine's: recorded, never tested."""


def test_nothing_costs_more_than_the_file_says(
    serverless: None, record_property: Callable[[str, object], None]
) -> None:
    now = counted()
    record_property("operations", {name: asdict(operation) for name, operation in now.items()})
    said = operations.read()
    assert [line for name, operation in now.items() for line in _dearer(name, operation, said[name])] == []


def _dearer(name: str, now: Operation, said: Operation) -> Iterator[str]:
    for part in ("fixed", "each", "absent"):
        for count in set(NAMES) - NOT_JUDGED:
            found = getattr(getattr(now, part), count)
            known = getattr(getattr(said, part), count)
            if found > known + _slack(count, known):
                yield f"{name}.{part}.{count} is {found:g}, and {known:g} in the file"


def _slack(count: str, known: float) -> float:
    return abs(known) * SLACK + (BYTES if "bytes" in count else SLACK)
