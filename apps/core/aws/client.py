"""Asks AWS's services, over their JSON protocols: all that Parley needs of them, without loading their models.

boto3 costs a sixth of a second at the start, and four times the CPU for each call (bench/stores.py).
"""

import atexit
import json
import random
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from . import account
from .signing import S3, Scope, signed
from .wire import Answer, Unreachable, Wire

Service = Literal["dynamodb", "sqs", "ssm"]

ATTEMPTS = 4
BACKOFF = 0.05
"""Seconds before the second attempt; doubled, with jitter, before each further one."""
THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "RequestThrottled",
    }
)
AGAIN = frozenset({429, 500, 502, 503, 504})
UNREACHABLE = "Unreachable"

_PROTOCOLS: dict[Service, tuple[str, str]] = {
    "dynamodb": ("DynamoDB_20120810", "application/x-amz-json-1.0"),
    "sqs": ("AmazonSQS", "application/x-amz-json-1.0"),
    "ssm": ("AmazonSSM", "application/x-amz-json-1.1"),
}
S3_TIMEOUT = 20.0
"""Seconds: S3 says nothing while it copies a file or puts one together."""

_wire = Wire()
_s3_wire = Wire(S3_TIMEOUT)
atexit.register(_wire.close)
atexit.register(_s3_wire.close)
_OF_XML = re.compile(r"<(Code|Message)>([^<]*)</")
"""What S3 says of an error, alone of all these services not in JSON."""


class AwsError(Exception):
    """What a service refused, by its own `code` and HTTP `status`; status 0 and `UNREACHABLE` if it did not answer."""

    def __init__(self, code: str, message: str, status: int, answer: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.answer = answer or {}
        """All that was said; a failed condition on request brings the item along."""

    @property
    def away(self) -> bool:
        """Whether the service failed, and not the request."""
        return self.status in AGAIN or self.code in THROTTLED or self.code == UNREACHABLE


def call(service: Service, operation: str, body: Mapping[str, object]) -> dict[str, Any]:
    """Return what `operation` of a service answers to `body`. Raises `AwsError`."""
    target, kind = _PROTOCOLS[service]
    headers = {"content-type": kind, "x-amz-target": f"{target}.{operation}"}
    url = f"{account.endpoint(service)}/"
    answer = exchange(service, "POST", url, json.dumps(body).encode(), headers)
    said: dict[str, Any] = json.loads(answer.body) if answer.body else {}
    return said


def exchange(
    service: str,
    method: str,
    url: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    *,
    region: str | None = None,
) -> Answer:
    """Return a successful answer to a signed request, asked again while the service fails. Raises `AwsError`.

    `region` is the account's if it is not given.
    """
    where = (service, region or account.region())
    for attempt in range(ATTEMPTS - 1):
        try:
            return _once(where, method, url, body, headers or {})
        except AwsError as error:
            if not error.away:
                raise
            back_off(attempt)
    return _once(where, method, url, body, headers or {})


def back_off(attempt: int) -> None:
    """Wait before asking again, twice as long after each `attempt`, of which the first is 0."""
    time.sleep(BACKOFF * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311 (jitter, not a secret)


def _once(where: tuple[str, str], method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    scope = Scope(*where, datetime.now(UTC))
    whole = signed(account.credentials(), scope, method, url, headers, body)
    wire = _s3_wire if scope.service == S3 else _wire
    try:
        answer = wire.ask(method, url, whole, body)
    except Unreachable as error:
        raise AwsError(UNREACHABLE, str(error), 0) from error
    if answer.status >= 400:  # noqa: PLR2004 (HTTP's errors begin there)
        raise refusal(answer)
    return answer


def refusal(answer: Answer) -> AwsError:
    """Return what an answer says of an error."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = dict(_OF_XML.findall(answer.body.decode(errors="replace")))
    if not isinstance(said, dict):
        said = {}
    # `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`
    code = str(said.get("__type") or said.get("Code") or answer.status).rpartition("#")[2]
    return AwsError(code, str(said.get("message") or said.get("Message") or ""), answer.status, said)
