"""What AWS asks for each unit of each service: apps/costs/prices.toml."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FILE = Path(__file__).with_name("prices.toml")

FreeTier = Literal["none", "always", "first-year"]
FREE_TIERS: tuple[FreeTier, ...] = ("none", "always", "first-year")
Usage = Mapping[str, float]
"""How much of what is used in a month, by the names of the prices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """USD for `per` of `unit`, and how many of them are free each month."""

    service: str
    unit: str
    dollars: float
    page: str
    per: float = 1
    always_free: float = 0
    first_year_free: float = 0

    def free(self, tier: FreeTier) -> float:
        """Return how many units of a month cost nothing."""
        if tier == "none":
            return 0
        return self.always_free + (self.first_year_free if tier == "first-year" else 0)

    def of(self, quantity: float, tier: FreeTier) -> float:
        """Return the USD of a month's `quantity`."""
        return max(0.0, quantity - self.free(tier)) * self.dollars / self.per


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill."""

    price: Price
    quantity: float
    dollars: float


@dataclass(frozen=True, slots=True)
class Prices:
    """All prices of one region, as they were in the month `date`."""

    date: str
    region: str
    prices: Mapping[str, Price]

    def bill(self, usage: Usage, tier: FreeTier) -> list[Line]:
        """Return a line for everything used; raise `KeyError` for what has no price."""
        return [
            Line(self.prices[name], quantity, self.prices[name].of(quantity, tier))
            for name, quantity in usage.items()
            if quantity
        ]


def total(bill: Iterable[Line]) -> float:
    """Return the USD of a whole bill."""
    return sum(line.dollars for line in bill)


def read(path: Path = FILE) -> Prices:
    """Return the prices of a file; raise `KeyError` or `TypeError` where a name is missing or unknown."""
    parsed = tomllib.loads(path.read_text("utf-8"))
    return Prices(
        parsed["date"], parsed["region"], {name: Price(**price) for name, price in parsed["prices"].items()}
    )
