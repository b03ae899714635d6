"""What runs showed, as the tables of docs/reliability.md."""

from collections.abc import Iterator, Sequence

from tests.faults.databases import DatabaseKilled
from tests.faults.disk import DiskFull
from tests.faults.faults import ALL
from tests.faults.processes import RollingRestart
from tests.faults.trial import Outcome
from tests.faults.wires import RedisKilled
from tests.live import ROOT

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"
STORM, SESSION = "ReconnectStorm", "session's end"
WHAT = {
    **{kind.__name__: kind.what for kind in ALL},
    DiskFull.__name__: DiskFull.what,
    STORM: "all clients lose the connection at once, and come back",
}
FIGURES = (
    ("sends work again after the return of a killed PostgreSQL", DatabaseKilled.__name__, "sends again", 5),
    ("live delivery works again after the return of a killed Valkey", RedisKilled.__name__, "live again", 10),
    ("the longest that a client waited in a rolling restart", RollingRestart.__name__, "longest wait", 5),
    ("2,000 clients are back, and have resumed", STORM, "2000 back", 30),
)
"""What it is, the fault, the figure of its runs, and how many seconds it may be."""


def table(outcomes: Sequence[Outcome]) -> str:
    """Return both tables as Markdown: the figures that are promised, and what each fault did."""
    return "\n".join([*_promised(outcomes), "", *_faults(outcomes)])


def write(outcomes: Sequence[Outcome], machine: str) -> None:
    """Put the tables, and where they were measured, between the marks of the page."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    seeds = sorted({outcome.seed for outcome in outcomes})
    said = f"Measured in one run on {machine}, with the seeds {', '.join(map(str, seeds))}."
    PAGE.write_text(f"{before}{BEGIN}\n{said}\n\n{table(outcomes)}\n{END}{after}")


def _promised(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| figure | worst measured | promised |"
    yield "| --- | --- | --- |"
    for what, fault, name, most in FIGURES:
        yield f"| {what} | {_worst([each for each in outcomes if each.fault == fault], name)} | ≤ {most} s |"
    yield f"| a session's sockets close after its end | {_worst(outcomes, SESSION)} | ≤ 1 s |"


def _faults(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| fault | name | runs | acknowledged | violations | sends again after | longest wait |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for fault, what in WHAT.items():
        runs = [outcome for outcome in outcomes if outcome.fault == fault]
        if not runs:
            continue
        acks, broken = sum(run.acks for run in runs), sum(len(run.violations) for run in runs)
        again, wait = _worst(runs, "sends again"), _worst(runs, "longest wait")
        yield f"| {what} | `{fault}` | {len(runs)} | {acks:,} | {broken} | {again} | {wait} |"


def _worst(runs: Sequence[Outcome], name: str) -> str:
    found = [run.figures[name] for run in runs if name in run.figures]
    return f"{max(found):.2f} s" if found else "none"
