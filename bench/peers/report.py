"""The figures of all contestants beside each other, and what they are held against."""

from collections.abc import Callable, Mapping
from statistics import median

from bench.figure import Figure

Rounds = dict[str, list[float]]
"""By what was measured, its values in the order of the rounds."""
Field = Mapping[str, Rounds]
"""By contestant."""

LINES = {
    "rate alone": ("deliveries per second, one message at a time", "{:,.0f}"),
    "cpu alone": ("CPU per delivery", "{:.1f} µs"),
    "load alone": ("core used by the load meanwhile", "{:.0f} %"),
    "rate burst": ("deliveries per second, 100 messages at once", "{:,.0f}"),
    "cpu burst": ("CPU per delivery", "{:.1f} µs"),
    "load burst": ("core used by the load meanwhile", "{:.0f} %"),
    "p50": ("time to a socket at 10,000 deliveries a second, p50", "{:.0f} ms"),
    "p99": ("time to a socket at 10,000 deliveries a second, p99", "{:.0f} ms"),
    "memory 1000": ("memory per idle connection, 1,000 connections", "{:.1f} KB"),
    "memory 5000": ("memory per idle connection, 5,000 connections", "{:.1f} KB"),
    "storm": ("2,000 clients cut off and all back", "{:.1f} s"),
}
NEVER = "not reached"


def side_by_side(field: Field) -> str:
    """Return a Markdown table: a line for each figure, a column for each contestant, median and spread."""
    lines = [f"| figure | {' | '.join(field)} |", "| --- |" + " --- |" * len(field)]
    for key, (name, form) in LINES.items():
        cells = [_spread(rounds.get(key, []), form.format) for rounds in field.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def held(field: Field, bare: Mapping[str, float]) -> list[Figure]:
    """Return what the project holds itself to; `bare` is the throughput of a server that only writes."""
    ours, peer = field["Parley"], field["Socket.IO"]
    busiest = max(median(rounds["rate burst"]) for rounds in field.values())
    counted = bare["rate burst"]
    return [
        _times("one message at a time", peer["cpu alone"], ours["cpu alone"], "≥ 1.5 times"),
        _times("100 messages at once", peer["cpu burst"], ours["cpu burst"], "≥ 3 times"),
        Figure(
            "CPU per delivery of a server that only writes, one message at a time",
            LINES["cpu alone"][1].format(bare["cpu alone"]),
        ),
        _held("p99", ours, "≤ 100 ms"),
        _held("memory 5000", ours, "≤ 25 KB"),
        _held("storm", ours, "≤ 30 s"),
        Figure(
            "what the load counts from a server that only writes, to the fastest contestant",
            f"{counted:,.0f} a second, {counted / busiest:.1f} times",
            "≥ 2 times",
        ),
    ]


def _times(how: str, theirs: list[float], ours: list[float], aim: str) -> Figure:
    ratios = [their / our for their, our in zip(theirs, ours, strict=True)]
    name = f"deliveries per CPU second, Parley to Socket.IO, {how}"
    return Figure(name, _spread(ratios, "{:.1f} times".format), aim)


def _held(key: str, ours: Rounds, aim: str) -> Figure:
    name, form = LINES[key]
    return Figure(f"Parley: {name}", _spread(ours.get(key, []), form.format), aim)


def _spread(values: list[float], form: Callable[[float], str]) -> str:
    if not values:
        return NEVER
    return f"{form(median(values))} ({form(min(values))} to {form(max(values))})"
