"""What a month uses of AWS on Lambda, API Gateway, DynamoDB and Aurora DSQL."""

from dataclasses import dataclass

from .chosen import Chosen, added
from .day import Day, People
from .operations import Counts, Operations

VCPU_MB = 1_769
"""Memory with which a function has one whole vCPU; with less its share of one is in proportion (AWS Lambda's guide)."""
MS_PER_STATEMENT = 3.0
MS_PER_COMMIT = 8.0
"""Waiting for Aurora DSQL in the same region, and for its commit on top: as published, not measured here."""
MS_PER_DYNAMODB_CALL = 5.0
MS_PER_S3_CALL = 100.0
"""Until the first byte of the answer: the lower end of what S3's user guide says ("Design patterns")."""
MS_PER_POST = 10.0
"""As published for a post to a connection, and what bench/ has a stand-in take."""
POSTS_AT_ONCE = 32
LAMBDA_LOG_BYTES = 250
"""START, END and REPORT of one invocation."""
ACCESS_LOG_BYTES = 400
"""One line of API Gateway's own for each request and each frame."""
COMPUTE_DPU = 0.0027
"""For each statement: seconds of processing, one DPU each. Published for a load of single statements by key."""
READ_DPU_PER_BYTE = 0.00000183105
WRITE_DPU_PER_BYTE = 0.00004883
"""How Aurora DSQL meters ("How billing works in Aurora DSQL" in its user guide)."""
GB = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Serverless(Chosen):
    """What the operator chose: MB of the function, USD for a database that is not DSQL."""

    memory: int = 1_024
    database: float | None = None

    def usage(self, people: People, day: Day, operations: Operations) -> dict[str, float]:
        """Return a month's quantities, by the names of prices.toml."""
        counts, traffic = day.month(people, operations), day.traffic(people)
        usage = {"connection_minutes": people.connected_hours * 60}
        return added(self.priced(counts), usage, self.shared(counts, traffic))

    def priced(self, counts: Counts) -> dict[str, float]:
        """Return the quantities of what was counted, by the names of prices.toml."""
        stored = self.kept_months * counts.stored_bytes / GB
        record = {} if self.database is not None else {"dpu": dpu(counts), "dsql_gb_months": stored}
        return {
            "http_requests": counts.http_requests,
            "websocket_messages": counts.frames + counts.posts,
            "lambda_requests": counts.invocations,
            "lambda_gb_seconds": self.gb_seconds(counts),
            "dynamodb_reads": counts.dynamodb_reads,
            "dynamodb_writes": counts.dynamodb_writes,
            "sqs_requests": counts.sqs_requests,
            **record,
            "cdn_requests": counts.http_requests,
            "cdn_gb": counts.bytes_out / GB,
            "log_gb": _log_bytes(counts) / GB,
        }

    def gb_seconds(self, counts: Counts) -> float:
        """Return what is billed for running: computing, and waiting for others."""
        computing = counts.cpu_ms * max(1.0, VCPU_MB / self.memory)
        waiting = (
            counts.statements * MS_PER_STATEMENT
            + counts.commits * MS_PER_COMMIT
            + counts.dynamodb_calls * MS_PER_DYNAMODB_CALL
            + counts.s3_calls * MS_PER_S3_CALL
            + counts.posts * MS_PER_POST / POSTS_AT_ONCE
        )
        return (computing + waiting) / 1_000 * self.memory / 1_024


def dpu(counts: Counts) -> float:
    """Return what Aurora DSQL meters for computing, reading and writing."""
    return (
        counts.statements * COMPUTE_DPU
        + counts.read_bytes * READ_DPU_PER_BYTE
        + counts.written_bytes * WRITE_DPU_PER_BYTE
    )


def _log_bytes(counts: Counts) -> float:
    asked = counts.http_requests + counts.frames
    return counts.log_bytes + counts.invocations * LAMBDA_LOG_BYTES + asked * ACCESS_LOG_BYTES
