"""What runs showed, as the tables of docs/reliability.md."""

from collections.abc import Iterator, Sequence

from tests.faults.aims import AIMS, Aim
from tests.faults.choices import REST, SOCKET
from tests.faults.disk import DiskFull
from tests.faults.faults import ALL
from tests.faults.figures import NEVER
from tests.faults.trial import Outcome
from tests.live import ROOT

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"
STORM = "ReconnectStorm"
WHAT = {
    **{kind.__name__: kind.what for kind in ALL},
    DiskFull.__name__: DiskFull.what,
    STORM: "all clients lose the connection at once, and come back",
}


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
    for aim in AIMS:
        yield f"| {aim.what} | {_seconds(aim.worst(outcomes))} | ≤ {aim.seconds:g} s |"


def _faults(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| fault | name | runs | acknowledged over WebSocket, REST | violations | sends again after | longest wait |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for fault, what in WHAT.items():
        runs = [outcome for outcome in outcomes if outcome.fault == fault]
        if not runs:
            continue
        socket, rest = (sum(run.acks[over] for run in runs) for over in (SOCKET, REST))
        broken = sum(len(run.violations) for run in runs)
        again, wait = (_seconds(Aim("", name, NEVER).worst(runs)) for name in ("sends again", "longest wait"))
        yield f"| {what} | `{fault}` | {len(runs)} | {socket:,}, {rest:,} | {broken} | {again} | {wait} |"


def _seconds(found: float | None) -> str:
    return "none" if found is None else f"{found:.2f} s"
