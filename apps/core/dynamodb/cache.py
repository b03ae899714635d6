"""Django's cache in the table `realtime`, and the counters of rate limits in a table of their own."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from apps.core.aws.attributes import attributes
from apps.core.aws.client import AwsError, call
from apps.core.caches import Counting

from . import batches
from .expiry import EXPIRES_AT, attempt, expiry, if_absent, if_live, is_live, now
from .tables import table

_encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode

Item = dict[str, Any]


class DynamoCache(Counting, BaseCache):
    """Values are what JSON spells, others raise `TypeError`; nobody's pickles are loaded.

    A request that is repeated because its answer was lost may count twice, and may say of `add` that the key was there.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:  # noqa: ARG002 (the tables have their names)
        super().__init__(params)

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        return (AwsError,)

    def count(self, key: str, window: int, seconds: int) -> int:
        change = {
            "TableName": table("rate-limits"),
            "Key": attributes({"limiter_key": key, "window_start": window}),
            "UpdateExpression": f"ADD used :one SET {EXPIRES_AT} = :end",
            "ExpressionAttributeValues": attributes({":one": 1, ":end": window + seconds}),
            "ReturnValues": "UPDATED_NEW",
        }
        return int(call("dynamodb", "UpdateItem", change)["Attributes"]["used"]["N"])

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        answer = call("dynamodb", "GetItem", {**self._place(key, version), "ConsistentRead": True})
        item = answer.get("Item")
        return _value(item) if item and is_live(item) else default

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        asked = {self._hash(key, version): key for key in keys}
        found = batches.get(table("realtime"), [_key(name) for name in asked])
        return {asked[item["pk"]["S"]]: _value(item) for item in found if is_live(item)}

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        call("dynamodb", "PutItem", self._put(key, value, timeout, version))

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        condition = {"ConditionExpression": if_absent("pk"), "ExpressionAttributeValues": now()}
        return attempt("PutItem", {**self._put(key, value, timeout, version), **condition}) is not None

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        end = self._end(timeout)
        change = f"SET {EXPIRES_AT} = :end" if end else f"REMOVE {EXPIRES_AT}"
        return self._change(key, version, change, end) is not None

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return it; raise `ValueError` if there is none."""
        answer = self._change(key, version, "ADD content :delta", {":delta": {"N": str(delta)}})
        if answer is None:
            raise ValueError(f"Key '{key}' not found")
        return int(answer["Attributes"]["content"]["N"])

    def delete(self, key: str, version: int | None = None) -> bool:
        answer = call("dynamodb", "DeleteItem", {**self._place(key, version), "ReturnValues": "ALL_OLD"})
        return "Attributes" in answer and is_live(answer["Attributes"])

    def clear(self) -> NoReturn:
        raise NotImplementedError("The table holds more than the cache, and its items end by themselves.")

    def _change(self, key: str, version: int | None, change: str, values: Item) -> Item | None:
        """Return what an update of a live item answered, or None if there is none."""
        body = {
            **self._place(key, version),
            "UpdateExpression": change,
            "ConditionExpression": if_live("pk"),
            "ExpressionAttributeValues": {**now(), **values},
            "ReturnValues": "UPDATED_NEW",
        }
        return attempt("UpdateItem", body)

    def _put(self, key: str, value: Any, timeout: float | None, version: int | None) -> Item:
        # Numbers of their own type: DynamoDB can add to them.
        content = {"N": str(value)} if type(value) is int else {"S": _encode(value)}
        end = self._end(timeout)
        item = {**_key(self._hash(key, version)), "content": content}
        return {"TableName": table("realtime"), "Item": {**item, EXPIRES_AT: end[":end"]} if end else item}

    def _end(self, timeout: float | None) -> Item:
        """Return when something ends, as an expression value; nothing if it stays."""
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return {} if seconds is None else attributes({":end": expiry(seconds)})

    def _place(self, key: str, version: int | None) -> Item:
        return {"TableName": table("realtime"), "Key": _key(self._hash(key, version))}

    def _hash(self, key: str, version: int | None) -> str:
        return f"CACHE#{self.make_and_validate_key(key, version=version)}"


def _key(name: str) -> Item:
    return attributes({"pk": name, "sk": "VALUE"})


def _value(item: Item) -> Any:
    ((kind, content),) = item["content"].items()
    return int(content) if kind == "N" else json.loads(content)
