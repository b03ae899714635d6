"""The figures as bars, drawn as an SVG that reads on light and on dark ground."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple
from xml.sax.saxutils import escape

from .report import Field, Rounds

WIDTH, LABEL, BAR, GAP, TITLE = 760, 130, 18, 8, 34
FULL = WIDTH - LABEL - 90
"""Pixels of the longest bar of a panel."""
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600}.bar{fill:#8c959f}"
    ".ours{fill:#0969da}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.bar{fill:#6e7681}.ours{fill:#4493f8}}"
)


class Panel(NamedTuple):
    """One figure of all contestants; `of` names what was measured, `per` turns it into what is drawn."""

    title: str
    of: str
    form: str
    inverse: float = 0


PANELS = (
    Panel("Deliveries per CPU second, one message at a time (more is better)", "cpu alone", "{:,.0f}", 1e6),
    Panel("Deliveries per CPU second, 100 messages at once (more is better)", "cpu burst", "{:,.0f}", 1e6),
    Panel("Memory per idle connection of 5,000 (less is better)", "memory 5000", "{:.0f} KB"),
    Panel("2,000 clients cut off and all back (less is better)", "storm", "{:.1f} s"),
)


def drawn(field: Field) -> str:
    """Return the whole file."""
    parts, top = [], 0
    for panel in PANELS:
        parts.append(f'<text class="title" x="0" y="{top + 22}">{escape(panel.title)}</text>')
        parts += _bars(panel, field, top + TITLE)
        top += TITLE + len(field) * (BAR + GAP) + GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img">'
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, "</svg>\n"])


def _bars(panel: Panel, field: Field, top: int) -> list[str]:
    values = [_value(panel, rounds) for rounds in field.values()]
    return [
        bar
        for turn, (name, value) in enumerate(zip(field, values, strict=True))
        for bar in _bar(name, value / max(values), panel.form.format(value), top + turn * (BAR + GAP))
    ]


def _value(panel: Panel, rounds: Rounds) -> float:
    value = median(rounds[panel.of])
    return panel.inverse / value if panel.inverse else value


def _bar(name: str, share: float, says: str, top: int) -> Sequence[str]:
    length, line = max(1, round(share * FULL)), top + BAR - 5
    kind = "bar ours" if name == "Parley" else "bar"
    return (
        f'<text x="{LABEL - 10}" y="{line}" text-anchor="end">{escape(name)}</text>',
        f'<rect class="{kind}" x="{LABEL}" y="{top}" width="{length}" height="{BAR}" rx="2"/>',
        f'<text x="{LABEL + length + 8}" y="{line}">{escape(says)}</text>',
    )
