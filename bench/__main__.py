"""Run the benchmarks: all, or those named; `--write` puts the table into docs/benchmarks.md."""

import argparse
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module

from tests.live import ROOT

from .figure import Figure, table
from .stage import stage

BENCHMARKS = ("sends", "deliveries", "memory", "statements", "listing", "startup")
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="benchmark", help=", ".join(BENCHMARKS))
    parser.add_argument("--write", action="store_true", help="refresh docs/benchmarks.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if chosen.write and chosen.names:
        parser.error("--write records a whole run: name no benchmark")
    figures = run(chosen.names or BENCHMARKS)
    print(table(figures))
    if chosen.write:
        write(figures)


def run(names: Sequence[str]) -> list[Figure]:
    """Return the figures of these benchmarks, measured one after another on one stage."""
    figures: list[Figure] = []
    with stage() as made:
        for name in names:
            print(f"{name} …", flush=True)
            # Imported now, because their models need the settings that the stage made.
            figures += import_module(f"bench.{name}").measure(made)
    return figures


def write(figures: list[Figure]) -> None:
    """Put the table, and where it was measured, between the marks of docs/benchmarks.md."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%B %Y}"
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\nMeasured in one run on {machine}.\n\n{table(figures)}\n{END}{after}")


if __name__ == "__main__":
    main()
