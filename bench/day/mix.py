"""The mix of bench/day/mix.toml."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figure import percentile

FILE = Path(__file__).with_name("mix.toml")


@dataclass(frozen=True)
class Pace:
    """The share of people who wait `slower` times as long between two actions."""

    slower: float
    share: float


@dataclass(frozen=True)
class Town:
    """How many people share a district, and how many conversations of which size each of them has."""

    district: int
    rooms: int
    groups: int
    group_members: int
    directs: int
    room_history: int
    group_history: int
    direct_history: int


@dataclass(frozen=True)
class Steps:
    """People in a step and at the most; seconds to settle and to measure."""

    people: int
    most: int
    settle: float
    seconds: float


@dataclass(frozen=True)
class Limits:
    """Seconds until the answer, on average and for the 99th of a hundred; failed ones as a share of all."""

    average: float
    p99: float
    errors: float

    def passed(self, times: list[float], failed: int) -> str | None:
        """Return which limit these answers and failures have passed, or None."""
        if not times or failed > self.errors * (len(times) + failed):
            return f"{failed} of {len(times) + failed} failed"
        average, p99 = sum(times) / len(times), percentile(times, 0.99)
        if average > self.average:
            return f"average {average * 1000:.0f} ms"
        return f"p99 {p99:.1f} s" if p99 > self.p99 else None


@dataclass(frozen=True)
class Mix:
    """What people do, by the times per hour of the busiest, and where, by shares of 1."""

    actions: Mapping[str, float]
    paces: Sequence[Pace]
    places: Mapping[str, float]
    town: Town
    steps: Steps
    limits: Limits

    @property
    def actions_per_hour(self) -> float:
        """What one person does, on average over all paces."""
        return sum(self.actions.values()) * sum(pace.share / pace.slower for pace in self.paces)

    def pause(self) -> float:
        """Return the seconds from one action to the next, on average, of one person of those that there are."""
        shares = [pace.share for pace in self.paces]
        return 3600 / sum(self.actions.values()) * random.choices(self.paces, shares)[0].slower

    def action(self) -> str:
        return _choice(self.actions)

    def place(self) -> str:
        return _choice(self.places)


def read(path: Path = FILE) -> Mix:
    """Return the mix of a file; raise `KeyError` or `TypeError` where a name is missing or unknown."""
    parsed = tomllib.loads(path.read_text("utf-8"))
    return Mix(
        actions=parsed["actions"],
        paces=[Pace(**pace) for pace in parsed["paces"]],
        places=parsed["places"],
        town=Town(**parsed["town"]),
        steps=Steps(**parsed["steps"]),
        limits=Limits(**parsed["limits"]),
    )


def _choice(weights: Mapping[str, float]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]
