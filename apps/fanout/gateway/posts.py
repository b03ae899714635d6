"""Posts texts to connections of API Gateway's, many side by side.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum, auto
from functools import cache
from urllib.parse import quote

from apps.core.aws.client import AwsError, exchange

from .registry import Connection

logger = logging.getLogger(__name__)

IN_FLIGHT = 32
"""Posts on their way at a time: with 10 ms each that is 3,200 a second from one invocation."""
GONE = 410
SERVICE = "execute-api"

Parcel = tuple[Connection, Sequence[bytes]]
"""A connection, and the texts that it gets one after another."""


class Outcome(Enum):
    POSTED = auto()
    GONE = auto()
    """The client has left."""
    FAILED = auto()
    """The gateway did not take it, however often it was asked."""


def post_all(parcels: Sequence[Parcel]) -> list[Outcome]:
    """Return what became of each parcel."""
    return list(_posters().map(post, parcels) if len(parcels) > 1 else map(post, parcels))


def post(parcel: Parcel) -> Outcome:
    """Post the texts of a parcel, in their order."""
    connection, texts = parcel
    try:
        for text in texts:
            exchange(SERVICE, "POST", _address(connection), text)
    except AwsError as error:
        return _explained(connection, error)
    return Outcome.POSTED


def end(connection: Connection) -> None:
    """Close a connection. The gateway tells its client no code, so that a `goodbye` goes before."""
    try:
        exchange(SERVICE, "DELETE", _address(connection))
    except AwsError as error:
        _explained(connection, error)


def _explained(connection: Connection, error: AwsError) -> Outcome:
    if error.status == GONE:
        return Outcome.GONE
    logger.warning("connection %s was not reached: %s", connection.id, error)
    return Outcome.FAILED


def _address(connection: Connection) -> str:
    return f"{connection.endpoint}/%40connections/{quote(connection.id, safe='')}"


@cache
def _posters() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="posts")
