"""The tables, defined once for whoever makes or names them; `infra/modules/tables` says the same in Terraform."""

import time
from collections.abc import Mapping
from typing import Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from apps.core.aws.client import AwsError, call

from .expiry import EXPIRES_AT

Kind = Literal["realtime", "rate-limits", "sessions"]

# Each table's and each index's hash key first, then its range key, with their types.
KEYS: dict[Kind, dict[str, str]] = {
    "realtime": {"pk": "S", "sk": "S"},
    "rate-limits": {"limiter_key": "S", "window_start": "N"},
    "sessions": {"session_id": "S"},
}
INDEXES: dict[Kind, dict[str, dict[str, str]]] = {"sessions": {"user_id-index": {"user_id": "S"}}}

READY_SECONDS = 120
"""How long a new table may take; AWS takes about 10 s."""
POLL_SECONDS = 0.5


def table(kind: Kind) -> str:
    """Return the name of this installation's table of a kind."""
    if settings.SERVERLESS is None:
        raise ImproperlyConfigured(
            "DYNAMODB_PREFIX is not set: the tables' names begin with it, like parley-dev."
        )
    return f"{settings.SERVERLESS.tables}-{kind}"


def create(kind: Kind) -> bool:
    """Make a table if there is none, and return whether there was none; raise `TimeoutError` if it is never ready.

    Nothing in it costs anything while idle: it is billed by request, encrypted with the key that DynamoDB brings
    along, and has no backups, because what it holds ends by itself.
    """
    made = _made(kind)
    _wait_until_active(kind)
    _let_items_expire(kind)
    return made


def definition(kind: Kind) -> dict[str, object]:
    """Return the body of `CreateTable`."""
    indexes = INDEXES.get(kind, {})
    types = dict(KEYS[kind])
    for keys in indexes.values():
        types.update(keys)
    body: dict[str, object] = {
        "TableName": table(kind),
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _schema(KEYS[kind]),
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": type_} for name, type_ in types.items()
        ],
    }
    if indexes:
        body["GlobalSecondaryIndexes"] = [
            # Keys only: a session that is saved again leaves its index alone, which would cost a write.
            {"IndexName": name, "KeySchema": _schema(keys), "Projection": {"ProjectionType": "KEYS_ONLY"}}
            for name, keys in indexes.items()
        ]
    return body


def _schema(keys: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"AttributeName": name, "KeyType": role} for name, role in zip(keys, ("HASH", "RANGE"), strict=False)
    ]


def _made(kind: Kind) -> bool:
    try:
        call("dynamodb", "CreateTable", definition(kind))
    except AwsError as error:
        if error.code != "ResourceInUseException":
            raise
        return False
    return True


def _wait_until_active(kind: Kind) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while _status(kind) != "ACTIVE":
        if time.monotonic() > deadline:
            raise TimeoutError(f"{table(kind)} was not ready after {READY_SECONDS} s.")
        time.sleep(POLL_SECONDS)


def _status(kind: Kind) -> str | None:
    try:
        answer = call("dynamodb", "DescribeTable", {"TableName": table(kind)})
    except AwsError as error:
        # A table that was made a moment ago need not be known everywhere.
        if error.code != "ResourceNotFoundException":
            raise
        return None
    return str(answer["Table"]["TableStatus"])


def _let_items_expire(kind: Kind) -> None:
    name = {"TableName": table(kind)}
    said = call("dynamodb", "DescribeTimeToLive", name)["TimeToLiveDescription"]["TimeToLiveStatus"]
    if said not in {"ENABLED", "ENABLING"}:
        setting = {"AttributeName": EXPIRES_AT, "Enabled": True}
        call("dynamodb", "UpdateTimeToLive", {**name, "TimeToLiveSpecification": setting})
