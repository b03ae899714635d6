"""Measure Parley beside its peers in one run; `--write` records it."""

import argparse
from importlib import import_module

from bench.__main__ import put
from bench.stage import stage
from tests.live import ROOT

PLOT = ROOT / "docs" / "plots" / "peers.svg"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--write", action="store_true", help="refresh docs/benchmarks.md and its plot")
    chosen = parser.parse_args()
    with stage() as made:
        # Imported now, because its models need the settings that the stage made.
        text, plot = import_module("bench.peers.race").measure(made)
    print(text)
    if chosen.write:
        PLOT.parent.mkdir(exist_ok=True)
        PLOT.write_text(plot)
        put(text, "peers")


if __name__ == "__main__":
    main()
