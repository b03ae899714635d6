"""Counts what a piece of work takes: SQL, rows, calls to AWS, lines of the log, CPU."""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from math import ceil
from threading import Lock
from typing import Any, NamedTuple
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core.aws.wire import Answer, Wire
from apps.core.logs import JSONFormatter
from apps.costs.operations import Counts

from .gateway import CONNECTIONS

READ_UNIT, WRITE_UNIT = 4_096, 1_024
"""Bytes of one DynamoDB unit."""
LEAST_READ, LEAST_WRITTEN = 2_048, 1_024
"""Bytes that Aurora DSQL meters for a transaction at the least ("How billing works in Aurora DSQL")."""
ROW_BYTES = 200
"""A row of ours, or an entry of an index, on average: a message with its key, client_id and some 60 characters has
about 350, an entry of an index 128, the least that is metered."""
QUEUED = 3
"""Requests for one message of a queue: sent, then received and deleted by Lambda, at the worst one by one."""
S3_WRITES, S3_READS = ("PUT", "POST"), ("GET", "HEAD")
"""What else there is, DELETE, costs nothing."""
WRITES = ("INSERT", "UPDATE", "DELETE")
BEGINS, ENDS = ("BEGIN",), ("COMMIT", "ROLLBACK")

ROWS = """
SELECT coalesce(sum((n_tup_ins + n_tup_del) * wide + 2 * n_tup_upd), 0),
       coalesce(sum((n_tup_ins - n_tup_del) * wide), 0)
FROM pg_stat_user_tables, LATERAL (
    SELECT 1 + count(*) AS wide FROM pg_index WHERE indrelid = relid AND NOT indisprimary) AS indexes
"""


class Rows(NamedTuple):
    """Rows with their entries in secondary indexes: ever written, and there now.

    An update is counted as a row and one entry that moves with it.
    """

    written: int
    stored: int


@dataclass
class Tally:
    """What was counted between the beginning and the end of `counting`; the numbers are as in `Counts`."""

    cpu_ms: float = 0
    dynamodb_calls: float = 0
    dynamodb_reads: float = 0
    dynamodb_writes: float = 0
    sqs_requests: float = 0
    rings: int = 0
    """Messages by which this server wakes the worker."""
    s3_calls: float = 0
    s3_writes: float = 0
    s3_reads: float = 0
    posts: float = 0
    statements: float = 0
    commits: float = 0
    read_bytes: float = 0
    written_bytes: float = 0
    stored_bytes: float = 0
    log_bytes: float = 0
    bytes_out: float = 0
    answer_bytes: float = 0
    calls: list[str] = field(default_factory=list)

    def answered(self, body: bytes) -> None:
        """Add an answer to whoever asked; the database has read at least what is in it."""
        self.bytes_out += len(body)
        self.answer_bytes += len(body)

    def counts(self, **more: float) -> Counts:
        """Return it with what nobody can see from inside: requests, frames, invocations."""
        names = {item.name for item in fields(self)} - {"calls", "answer_bytes", "rings"}
        return Counts(**{name: getattr(self, name) for name in names} | more)


@contextmanager
def counting() -> Iterator[Tally]:
    """Count what is done inside, on this thread's database connection. Not in a transaction."""
    tally = Tally()
    before = _rows()
    with _logged(tally), _asked(tally), CaptureQueriesContext(connection) as captured:
        began = time.process_time()
        yield tally
        tally.cpu_ms = (time.process_time() - began) * 1_000
    after = _rows()
    statements = [str(query["sql"]).lstrip().upper() for query in captured.captured_queries]
    _count_sql(tally, statements, after.written - before.written)
    tally.stored_bytes = (after.stored - before.stored) * ROW_BYTES


def _count_sql(tally: Tally, statements: list[str], rows: int) -> None:
    """Add the statements, and the transactions that they are: each alone, unless between BEGIN and COMMIT."""
    tally.statements = sum(not sql.startswith((*BEGINS, *ENDS)) for sql in statements)
    transactions = list(_transactions(statements))
    tally.commits = sum(_writes(one) for one in transactions)
    tally.read_bytes = max(len(transactions) * LEAST_READ, tally.answer_bytes)
    tally.written_bytes = max(tally.commits * LEAST_WRITTEN, rows * ROW_BYTES)


def _transactions(statements: list[str]) -> Iterator[list[str]]:
    inside: list[str] | None = None
    for sql in statements:
        if sql.startswith(BEGINS):
            inside = []
        elif sql.startswith(ENDS):
            yield inside or []
            inside = None
        elif inside is None:
            yield [sql]
        else:
            inside.append(sql)


def _writes(transaction: list[str]) -> bool:
    return any(
        sql.startswith(WRITES) or (sql.startswith("WITH") and any(f"{word} " in sql for word in WRITES))
        for sql in transaction
    )


def _rows() -> Rows:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(ROWS)
        return Rows(*(int(number) for number in cursor.fetchone()))


@contextmanager
def _logged(tally: Tally) -> Iterator[None]:
    """Add the bytes of what production would write to its log."""

    class Count(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            tally.log_bytes += len(self.format(record).encode()) + 1

    handler = Count(logging.INFO)
    handler.setFormatter(JSONFormatter())
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


@contextmanager
def _asked(tally: Tally) -> Iterator[None]:
    """Add what is asked of AWS, where it leaves the process."""
    ask, lock = Wire.ask, Lock()

    def counted(wire: Wire, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        answer = ask(wire, method, url, headers, body)
        with lock:
            _count_call(tally, method, headers.get("x-amz-target", ""), url, body, answer)
        return answer

    with mock.patch.object(Wire, "ask", counted):
        yield


def _count_call(tally: Tally, method: str, target: str, url: str, body: bytes, answer: Answer) -> None:
    service, _, operation = target.partition(".")
    tally.calls.append(operation or f"{method} {url}")
    if service.startswith("DynamoDB"):
        tally.dynamodb_calls += 1
        asked, said = json.loads(body), json.loads(answer.body or b"{}")
        reads, writes = _units(operation, asked, said)
        tally.dynamodb_reads += reads
        tally.dynamodb_writes += writes
    elif service == "AmazonSQS":
        tally.rings += 1
        tally.sqs_requests += QUEUED
    elif CONNECTIONS in url and method == "POST":
        tally.posts += 1
        tally.bytes_out += len(body)
    else:
        tally.s3_calls += 1
        tally.s3_writes += method in S3_WRITES
        tally.s3_reads += method in S3_READS


def _units(operation: str, asked: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[float, float]:
    """Return the read and write units of a call, by the rules of "DynamoDB read and write operations"."""
    if operation == "GetItem":
        return _read(said.get("Item"), consistent=bool(asked.get("ConsistentRead"))), 0
    if operation == "BatchGetItem":
        return _batch_read(asked, said), 0
    return 0, max(_written(asked.get("Item")), _written(said.get("Attributes")))


def _batch_read(asked: Mapping[str, Any], said: Mapping[str, Any]) -> float:
    units = 0.0
    for table, wanted in asked["RequestItems"].items():
        consistent = bool(wanted.get("ConsistentRead"))
        found = said["Responses"].get(table, [])
        missing = len(wanted["Keys"]) - len(found)
        units += sum(_read(item, consistent=consistent) for item in [*found, *[None] * missing])
    return units


def _read(item: object, *, consistent: bool) -> float:
    return max(1, ceil(_bytes(item) / READ_UNIT)) * (1.0 if consistent else 0.5)


def _written(item: object) -> float:
    return max(1, ceil(_bytes(item) / WRITE_UNIT))


def _bytes(item: object) -> int:
    # Its JSON is a little longer than what DynamoDB stores.
    return len(json.dumps(item, separators=(",", ":"))) if item else 0
