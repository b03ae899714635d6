"""Count what every operation takes, and print it; `--write` renews its file, docs/costs.md and the plot."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping

import pytest

from apps.costs.operations import FILE

MARK = "# ── Counted by `python -m tests.costs --write` "
TEST = "tests/costs/test_operation_counts.py"
WIDTH = 120

Counted = Mapping[str, Mapping[str, Mapping[str, float]]]


class Ear:
    """A plugin of pytest that hears what the test found, whether it likes it or not."""

    def __init__(self) -> None:
        self.counted: Counted = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == "operations" and isinstance(value, dict):
                self.counted = value


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.costs", description=__doc__)
    parser.add_argument("--write", action="store_true", help="refresh the file, the page and its plot")
    chosen, ear = parser.parse_args(), Ear()
    # What is billed for is Aurora DSQL, which has the words of a message in rows of their own.
    os.environ["PARLEY_TEST_SHAPE"] = "dsql"
    status = pytest.main(["-n0", "--no-cov", "--quiet", "--capture=sys", TEST], plugins=[ear])
    if not ear.counted:
        return int(status)
    text = "\n".join(_tables(ear.counted))
    sys.stdout.write(f"{text}\n")
    if chosen.write:
        before, mark, _ = FILE.read_text("utf-8").partition(MARK)
        assert mark, f"{FILE} has lost its mark"
        FILE.write_text(f"{before}{MARK:─<{WIDTH}}\n\n{text}\n", "utf-8")
        # Not before Django has its settings, which pytest gave it.
        from .page import write  # noqa: PLC0415

        write()
    return 0


def _tables(counted: Counted) -> Iterator[str]:
    for name, parts in counted.items():
        for part, counts in parts.items():
            if lines := [f"{count} = {_number(value)}" for count, value in counts.items() if round(value, 3)]:
                yield "\n".join([f"[{name}.{part}]", *lines, ""])


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


if __name__ == "__main__":
    sys.exit(main())
