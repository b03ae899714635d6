"""Both bills over the number of people, on logarithmic axes: an SVG that reads on light and on dark ground."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 110, 40, 50
"""Pixels around the field in which the curves are."""
POINTS = 120
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600}.grid{stroke:#d0d7de}"
    "path{fill:none;stroke-width:2.5;stroke:#8c959f}.ours{stroke:#0969da}.mark{stroke:#1f2328;stroke-dasharray:4}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#30363d}path{stroke:#6e7681}"
    ".ours{stroke:#4493f8}.mark{stroke:#e6edf3}}"
)


class Curve(NamedTuple):
    """USD a month for a number of people."""

    name: str
    style: str
    dollars: Callable[[int], float]


class Axis(NamedTuple):
    """A logarithmic axis: its ends, and the pixels where they are."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value, which is kept inside."""
        share = math.log(max(value, self.least) / self.least) / math.log(self.most / self.least)
        return self.start + min(1.0, share) * (self.end - self.start)

    def tens(self) -> list[float]:
        """Return the powers of ten on it."""
        first, last = math.ceil(math.log10(self.least)), math.floor(math.log10(self.most))
        return [10.0**power for power in range(first, last + 1)]


def drawn(curves: Sequence[Curve], users: tuple[int, int], meet: int | None, says: str) -> str:
    """Return the whole file: the curves from so many users to so many, and a line where they meet."""
    points = [[(count, curve.dollars(count)) for count in _counts(*users)] for curve in curves]
    heights = [dollars for line in points for _, dollars in line]
    across = Axis(*users, LEFT, WIDTH - RIGHT)
    up = Axis(max(0.1, min(heights)), max(heights), HEIGHT - BOTTOM, TOP)
    parts = [f'<text class="title" x="{LEFT}" y="20">{escape(says)}</text>', *_grid(across, up)]
    for curve, line in zip(curves, points, strict=True):
        parts += _curve(curve, line, across, up)
    if meet is not None and users[0] <= meet <= users[1]:
        parts += _mark(meet, across)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, "</svg>\n"])


def _counts(least: int, most: int) -> list[int]:
    steps = (least * (most / least) ** (step / POINTS) for step in range(POINTS + 1))
    return sorted({round(step) for step in steps})


def _grid(across: Axis, up: Axis) -> list[str]:
    parts = []
    for value in up.tens():
        y = up.at(value)
        parts.append(
            f'<line class="grid" x1="{across.start}" x2="{across.end}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">${value:,g}</text>'
        )
    for value in across.tens():
        x = across.at(value)
        parts.append(
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{up.start}" y2="{up.end}"/>'
            f'<text x="{x:.1f}" y="{up.start + 20}" text-anchor="middle">{value:,.0f}</text>'
        )
    return [*parts, f'<text x="{across.end}" y="{up.start + 40}" text-anchor="end">people a day</text>']


def _curve(curve: Curve, line: Sequence[tuple[int, float]], across: Axis, up: Axis) -> list[str]:
    steps = " ".join(f"{across.at(count):.1f},{up.at(dollars):.1f}" for count, dollars in line)
    y = up.at(line[-1][1])
    return [
        f'<path class="{curve.style}" d="M{steps}"/>',
        f'<text x="{across.end + 8}" y="{y + 4:.1f}">{escape(curve.name)}</text>',
    ]


def _mark(meet: int, across: Axis) -> list[str]:
    x = across.at(meet)
    return [
        f'<path class="mark" d="M{x:.1f},{TOP} {x:.1f},{HEIGHT - BOTTOM}"/>',
        f'<text x="{x - 6:.1f}" y="{TOP + 14}" text-anchor="end">{meet:,}</text>',
    ]
