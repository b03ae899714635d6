"""Run the benchmarks of the server, or those named; `--write` puts the table into docs/benchmarks.md."""

import argparse
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module

from tests.live import ROOT

from .figure import Figure, table
from .stage import stage

SERVER = (
    "sends",
    "open_sends",
    "together",
    "deliveries",
    "memory",
    "compression",
    "slow_client",
    "hot_room",
    "statements",
    "listing",
    "outbox",
    "startup",
)
WEB = ("web",)
DAY = ("day",)
SERVERLESS = ("posts", "stores", "cold_start")
MEDIA = ("calls", "web_calls", "files")
GROUPS = {"web": WEB, "day": DAY, "serverless": SERVERLESS, "media": MEDIA}
PAGE = ROOT / "docs" / "benchmarks.md"
TABLES = {
    SERVER: "figures",
    WEB: "web figures",
    DAY: "day",
    SERVERLESS: "serverless figures",
    MEDIA: "media figures",
}
"""What is measured in one run and written as one table, and the name of the table's marks in the page."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="benchmark", help=", ".join((*SERVER, *SERVERLESS, *MEDIA, *GROUPS))
    )
    parser.add_argument("--write", action="store_true", help="refresh docs/benchmarks.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - {*SERVER, *SERVERLESS, *MEDIA, *GROUPS}:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    names = tuple(name for each in chosen.names for name in GROUPS.get(each, (each,))) or SERVER
    if chosen.write and names not in TABLES:
        parser.error(f"--write records a whole run: name no benchmark, or one of {', '.join(GROUPS)}")
    figures = run(names)
    print(table(figures))
    if chosen.write:
        write(figures, TABLES[names])


def run(names: Sequence[str]) -> list[Figure]:
    """Return the figures of these benchmarks, measured one after another on one stage."""
    figures: list[Figure] = []
    with stage() as made:
        for name in names:
            print(f"{name} …", flush=True)
            # Imported now, because their models need the settings that the stage made.
            figures += import_module(f"bench.{name}").measure(made)
    return figures


def write(figures: list[Figure], mark: str) -> None:
    """Put the table between these marks of docs/benchmarks.md."""
    put(table(figures), mark)


def put(text: str, mark: str) -> None:
    """Put what was measured, and where, between these marks of docs/benchmarks.md."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%B %Y}"
    page = PAGE.read_text()
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\nMeasured in one run on {machine}.\n\n{text}\n{end}{after}")


if __name__ == "__main__":
    main()
