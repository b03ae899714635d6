"""What each thing that people do costs in operations: apps/costs/operations.toml, counted by tests/costs."""

import dataclasses
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

FILE = Path(__file__).with_name("operations.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often each of these happens. `cpu_ms` is measured, everything else counted."""

    http_requests: float = 0
    """To API Gateway's HTTP API."""
    frames: float = 0
    """From clients."""
    posts: float = 0
    """To clients, each one WebSocket message of at most 32 KB."""
    invocations: float = 0
    cpu_ms: float = 0
    """Of this process, warm, on one whole vCPU."""
    dynamodb_calls: float = 0
    dynamodb_reads: float = 0
    """Units: 4 KB read consistently, or twice that otherwise."""
    dynamodb_writes: float = 0
    """Units of 1 KB."""
    sqs_requests: float = 0
    s3_calls: float = 0
    """Of this server."""
    s3_writes: float = 0
    """Requests that S3 bills as writing: PUT, COPY, POST, LIST; the client's own too."""
    s3_reads: float = 0
    """GET and HEAD."""
    fetches: float = 0
    """Of a file's content, by clients."""
    statements: float = 0
    """SQL, without BEGIN and COMMIT."""
    commits: float = 0
    """Of transactions that wrote."""
    read_bytes: float = 0
    """From the database, as Aurora DSQL meters them."""
    written_bytes: float = 0
    """Rows and entries of secondary indexes, as Aurora DSQL meters them."""
    stored_bytes: float = 0
    """What of them stays."""
    log_bytes: float = 0
    bytes_out: float = 0
    """To the client that asked, and to those who are told."""

    def plus(self, other: Self, times: float = 1) -> Self:
        """Return these counts and `times` those of `other`."""
        return type(self)(**{name: getattr(self, name) + times * getattr(other, name) for name in NAMES})


NAMES = tuple(field.name for field in dataclasses.fields(Counts))


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that people do: what it takes by itself, for each connection that is told of it, and for everybody
    who would be told, were they connected.
    """

    fixed: Counts
    each: Counts = Counts()
    absent: Counts = Counts()

    def told(self, connections: float, absent: float = 0) -> Counts:
        """Return what it takes when so many connections are told, and so many people have none."""
        return self.fixed.plus(self.each, connections).plus(self.absent, absent)


Operations = Mapping[str, Operation]


def read(path: Path = FILE) -> Operations:
    """Return the operations of a file; raise `TypeError` for a count that has no such name."""
    parsed = tomllib.loads(path.read_text("utf-8"))
    return {name: _operation(tables) for name, tables in parsed.items()}


def _operation(tables: Mapping[str, Mapping[str, float]]) -> Operation:
    return Operation(**{"fixed": Counts(), **{part: Counts(**counts) for part, counts in tables.items()}})


def summed(counts: Iterable[Counts]) -> Counts:
    """Return all of `counts` together."""
    whole = Counts()
    for one in counts:
        whole = whole.plus(one)
    return whole
