"""A measured figure beside what it should be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; `aim` is what issue or promise asks for, or empty."""

    name: str
    value: str
    aim: str = ""


def table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| figure | measured | aim |", "| --- | --- | --- |"]
    lines += [f"| {figure.name} | {figure.value} | {figure.aim} |" for figure in figures]
    return "\n".join(lines)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
