"""What a month uses of AWS on Fargate, RDS and ElastiCache."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .chosen import Chosen, added
from .day import HOURS_PER_MONTH, Day, People
from .operations import Operations
from .serverless import ACCESS_LOG_BYTES, GB

FILE = Path(__file__).with_name("capacity.toml")
LEAST_DISK_GB = 20
"""The smallest disk that RDS lets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task of Fargate, and how many of them run at the least."""

    vcpu: float
    gb: float
    least: int = 1


@dataclass(frozen=True, slots=True)
class Database:
    """One size of PostgreSQL, and how many people may be connected with it."""

    price: str
    people: float


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the servers hold; databases from small to large."""

    people_per_vcpu: float
    web: Task
    worker: Task
    databases: Sequence[Database]

    def web_tasks(self, connected: float) -> int:
        """Return the tasks that so many people at a time need."""
        return max(self.web.least, math.ceil(connected / (self.people_per_vcpu * self.web.vcpu)))

    def database(self, connected: float) -> tuple[str, int]:
        """Return the price of the smallest database that suffices, and how many of the largest where none does."""
        for size in self.databases:
            if connected <= size.people:
                return size.price, 1
        largest = self.databases[-1]
        return largest.price, math.ceil(connected / largest.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers(Chosen):
    """What the operator chose: a NAT gateway or public addresses."""

    nat: bool = False

    def usage(self, people: People, day: Day, operations: Operations, capacity: Capacity) -> dict[str, float]:
        """Return a month's quantities, by the names of prices.toml."""
        connected = people.users * people.devices * people.online
        tasks, web, worker = capacity.web_tasks(connected), capacity.web, capacity.worker
        database, databases = capacity.database(connected)
        counts, traffic = day.month(people, operations), day.traffic(people)
        usage = {
            "fargate_vcpu_hours": (tasks * web.vcpu + worker.vcpu) * HOURS_PER_MONTH,
            "fargate_gb_hours": (tasks * web.gb + worker.gb) * HOURS_PER_MONTH,
            "balancer_months": 1,
            "nat_months": float(self.nat),
            database: databases * HOURS_PER_MONTH,
            "rds_gb_months": max(LEAST_DISK_GB, self.kept_months * counts.stored_bytes / GB),
            "valkey_hours": HOURS_PER_MONTH,
            "log_gb": (counts.log_bytes + counts.http_requests * ACCESS_LOG_BYTES) / GB,
            "transfer_gb": counts.bytes_out / GB,
        }
        return added(usage, self.shared(counts, traffic))


def read(path: Path = FILE) -> Capacity:
    """Return the capacity of a file; raise `KeyError` or `TypeError` where a name is missing or unknown."""
    parsed = tomllib.loads(path.read_text("utf-8"))
    return Capacity(
        parsed["people_per_vcpu"],
        Task(**parsed["web"]),
        Task(**parsed["worker"]),
        [Database(**size) for size in parsed["databases"]],
    )
