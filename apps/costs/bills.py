"""The monthly bills of both shapes, and where they meet."""

from dataclasses import dataclass, replace

from . import day, operations, prices, serverless, servers
from .day import People
from .prices import FreeTier, Line

MOST_USERS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Everything that a bill follows from."""

    prices: prices.Prices
    operations: operations.Operations
    day: day.Day
    capacity: servers.Capacity
    serverless: serverless.Serverless
    servers: servers.Servers
    tier: FreeTier

    def on_lambda(self, people: People) -> list[Line]:
        """Return the bill of the serverless shape."""
        bill = self.prices.bill(self.serverless.usage(people, self.day, self.operations), self.tier)
        flat = self.serverless.database
        return bill if flat is None else [*bill, Line(EXTERNAL, 1, flat)]

    def on_servers(self, people: People) -> list[Line]:
        """Return the bill of the server shape."""
        usage = self.servers.usage(people, self.day, self.operations, self.capacity)
        return self.prices.bill(usage, self.tier)

    def difference(self, people: People, users: int) -> float:
        """Return the USD by which servers are cheaper for so many people of this kind."""
        these = replace(people, users=users)
        return prices.total(self.on_lambda(these)) - prices.total(self.on_servers(these))

    def break_even(self, people: People) -> int | None:
        """Return the number of people like these above which servers are cheaper; None if they never are."""
        below, above = 0, 1
        while self.difference(people, above) <= 0:
            below, above = above, above * 2
            if above > MOST_USERS:
                return None
        while above - below > 1:
            middle = (below + above) // 2
            if self.difference(people, middle) <= 0:
                below = middle
            else:
                above = middle
        return below


EXTERNAL = prices.Price(
    service="PostgreSQL", unit="months, as its provider asks", dollars=0, page="the provider's"
)
"""A database of another provider: its price is the operator's to name."""


def estimate(
    on_lambda: serverless.Serverless, on_servers: servers.Servers, tier: FreeTier = "always"
) -> Estimate:
    """Return an estimate with what the files beside this one say."""
    return Estimate(
        prices=prices.read(),
        operations=operations.read(),
        day=day.read(),
        capacity=servers.read(),
        serverless=on_lambda,
        servers=on_servers,
        tier=tier,
    )
