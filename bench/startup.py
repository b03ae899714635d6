"""Import and start-up of the two applications, each in a fresh interpreter."""

import statistics
import subprocess
import sys
import time

from tests.live import ROOT, Installation

from .figure import Figure

RUNS = 5


def measure(stage: Installation) -> list[Figure]:
    """Return the median wall-clock time from nothing to a loaded application."""
    return [
        Figure(f"start of the {name.upper()} application", f"{_median(stage, name):.2f} s", "≤ 1 s")
        for name in ("wsgi", "asgi")
    ]


def _median(stage: Installation, name: str) -> float:
    command = [sys.executable, "-c", f"import chatproject.{name}"]
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=stage.environ, check=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times)
