"""The items of what is realtime: who is connected, and what is kept of each connection between its frames.

    USER#<id>        / CONNECTIONS   one attribute for each live connection of a user
    USER#<id>        / WATCHERS      one attribute for each connection that watches the user's presence
    CONNECTION#<id>  / META          whose it is, and the state of its session

Every item ends with the connection that wrote it last.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

from apps.core.aws.attributes import attributes, values
from apps.core.aws.client import call
from apps.core.dynamodb import batches
from apps.core.dynamodb.expiry import attempt
from apps.core.dynamodb.tables import table

AT_ONCE = 8
"""Requests on their way at a time, where there are many."""

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")
Key = tuple[str, str]
Item = dict[str, Any]


def get(key: Key) -> Item | None:
    """Return an item, as it is after every write that was answered. Raises `AwsError`, as all of these do."""
    found = call("dynamodb", "GetItem", {**_at(key), "ConsistentRead": True})
    return values(found["Item"]) if "Item" in found else None


def get_many(keys: Iterable[Key]) -> list[Item]:
    """Return those items of these different keys that there are: 100 at a time, side by side."""
    wanted = [_key(key) for key in keys]
    found = side_by_side(_get_piece, list(batches.pieces(wanted, batches.READS)))
    return [values(item) for items in found for item in items]


def side_by_side(request: Callable[[Asked], Answered], asked: Collection[Asked]) -> list[Answered]:
    """Return what `request` answers to each, in their order."""
    return list(_pool().map(request, asked) if len(asked) > 1 else map(request, asked))


def put(key: Key, item: Mapping[str, object]) -> None:
    call("dynamodb", "PutItem", {"TableName": table("realtime"), "Item": {**_key(key), **attributes(item)}})


def change(key: Key, setting: Mapping[str, object], *, unless: str = "") -> Item | None:
    """Set attributes of an item, which is made if need be, and return it as it then is.

    Where the attribute `unless` is there already nothing happens, and None is returned.
    """
    names = {f"#{number}": name for number, name in enumerate(setting)}
    marks = {f":{number}": given for number, given in enumerate(setting.values())}
    parts = ", ".join(f"#{number} = :{number}" for number in range(len(setting)))
    body = {
        **_at(key),
        "UpdateExpression": f"SET {parts}",
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": attributes(marks),
        "ReturnValues": "ALL_NEW",
    }
    if unless:
        body["ConditionExpression"] = "attribute_not_exists(#unless)"
        body["ExpressionAttributeNames"] = {**names, "#unless": unless}
    return _changed(body)


def remove(key: Key, name: str) -> Item:
    """Remove an attribute of an item, and return what is left."""
    body = {
        **_at(key),
        "UpdateExpression": "REMOVE #0",
        "ExpressionAttributeNames": {"#0": name},
        "ReturnValues": "ALL_NEW",
    }
    return _changed(body) or {}


def delete(key: Key) -> None:
    call("dynamodb", "DeleteItem", _at(key))


def _changed(body: Mapping[str, object]) -> Item | None:
    answer = attempt("UpdateItem", body)
    return None if answer is None else values(answer.get("Attributes", {}))


def _get_piece(keys: Sequence[batches.Key]) -> list[dict[str, Any]]:
    return batches.get(table("realtime"), keys)


def _at(key: Key) -> dict[str, object]:
    return {"TableName": table("realtime"), "Key": _key(key)}


def _key(key: Key) -> dict[str, Any]:
    return attributes({"pk": key[0], "sk": key[1]})


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="table")
