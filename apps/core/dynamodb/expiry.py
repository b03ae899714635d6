"""Items that end. DynamoDB deletes them up to days late, so that whoever reads one judges its `expires_at`.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
"""

import math
import time
from collections.abc import Mapping
from typing import Any

from apps.core.aws.client import AwsError, call

EXPIRES_AT = "expires_at"
"""When an item ends, in whole Unix seconds, as DynamoDB's TTL wants it; an item without it stays."""

NOW = ":now"


def expiry(seconds: float) -> int:
    """Return the `expires_at` of what lasts so many seconds from now, and less than one more; 0 has ended already."""
    return math.ceil(time.time() + seconds) if seconds > 0 else math.floor(time.time())


def is_live(item: Mapping[str, Any]) -> bool:
    """Return whether an item as DynamoDB answered it has not ended."""
    return EXPIRES_AT not in item or int(item[EXPIRES_AT]["N"]) > time.time()


def if_live(key: str) -> str:
    """Return the condition that there is an item, given the name of its hash key; it needs `now()`."""
    return f"attribute_exists({key}) AND (attribute_not_exists({EXPIRES_AT}) OR {EXPIRES_AT} > {NOW})"


def if_absent(key: str) -> str:
    """Return the condition that there is no item, or one that has ended; it needs `now()`."""
    return f"attribute_not_exists({key}) OR {EXPIRES_AT} <= {NOW}"


def now() -> dict[str, dict[str, str]]:
    """Return the expression value that the conditions compare with."""
    return {NOW: {"N": str(int(time.time()))}}


def attempt(operation: str, body: Mapping[str, object]) -> dict[str, Any] | None:
    """Return what a write answered, or None if its condition did not hold. Raises `AwsError`."""
    try:
        return call("dynamodb", operation, body)
    except AwsError as error:
        if error.code != "ConditionalCheckFailedException":
            raise
        return None
