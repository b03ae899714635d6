"""Many items of one table in few requests. What DynamoDB left out of its answer is asked for again.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from apps.core.aws.client import ATTEMPTS, AwsError, back_off, call

READS = 100
"""How many items one request may name."""

Key = Mapping[str, Any]


def get(name: str, keys: Sequence[Key]) -> list[dict[str, Any]]:
    """Return the items with these different keys that there are, as they are now, in any order.

    Raises `AwsError`. An item that has ended may be among them.
    """
    found: list[dict[str, Any]] = []
    for some in pieces(keys, READS):
        wanted = {name: {"Keys": some, "ConsistentRead": True}}
        for answer in _until_done("BatchGetItem", wanted, "UnprocessedKeys"):
            found += answer["Responses"].get(name, [])
    return found


def pieces(keys: Sequence[Key], size: int) -> Iterator[Sequence[Key]]:
    """Yield `keys`, as many at a time as one request may name."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _until_done(operation: str, wanted: Mapping[str, object], left: str) -> Iterator[dict[str, Any]]:
    """Yield the answers to a request and to those for what each answer names as left over."""
    for attempt in range(ATTEMPTS):
        answer = call("dynamodb", operation, {"RequestItems": wanted})
        yield answer
        wanted = answer.get(left) or {}
        if not wanted:
            return
        back_off(attempt)
    raise AwsError("ProvisionedThroughputExceededException", f"{operation} left items over", 400)
