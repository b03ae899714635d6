"""Which connections of API Gateway's are whose."""

import time
from collections.abc import Collection
from dataclasses import dataclass

from apps.core.dynamodb.expiry import EXPIRES_AT

from . import table

LONGEST = 7_200
"""Seconds after which API Gateway ends a connection:
https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
"""
MARK = "c:"
"""Before the id of a connection, in the name of an attribute."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One live connection. `endpoint` is where frames for it are posted to; `began` is in Unix seconds."""

    id: str
    user: str
    session: str
    endpoint: str
    began: int

    @property
    def ends(self) -> int:
        """By when it is over, in Unix seconds."""
        return self.began + LONGEST

    def written(self) -> str:
        return f"{self.id}|{self.user}|{self.session}|{self.began}|{self.endpoint}"

    @classmethod
    def read(cls, written: str) -> "Connection":
        id_, user, session, began, endpoint = written.split("|", 4)
        return cls(id_, user, session, endpoint, int(began))


def attach(connection: Connection) -> int:
    """Have the connection hear its user's events, and return how many live ones the user then has."""
    return len(_live(_marked(_connections(connection.user), connection)))


def detach(connection: Connection) -> int:
    """Forget the connection, and return how many live ones its user still has."""
    left = table.remove(_connections(connection.user), MARK + connection.id)
    table.delete(meta(connection.id))
    return len(_live(left))


def of_users(users: Collection[str]) -> list[Connection]:
    """Return the live connections of these users: one question for each hundred of them."""
    items = table.get_many(_connections(user) for user in users)
    return [connection for item in items for connection in _live(item)]


def watch(connection: Connection, *, begin: Collection[str], end: Collection[str]) -> None:
    """Have the connection told when the users of `begin` come and go, and no more of those of `end`."""
    table.side_by_side(lambda user: _marked(_watchers(user), connection), begin)
    table.side_by_side(lambda user: table.remove(_watchers(user), MARK + connection.id), end)


def watchers(user: str) -> list[Connection]:
    """Return the live connections that watch a user."""
    return _live(table.get(_watchers(user)) or {})


def meta(connection: str) -> table.Key:
    """Return the key of what is kept of a connection."""
    return f"CONNECTION#{connection}", "META"


def _marked(key: table.Key, connection: Connection) -> table.Item:
    setting = {MARK + connection.id: connection.written(), EXPIRES_AT: connection.ends}
    return table.change(key, setting) or {}


def _connections(user: str) -> table.Key:
    return f"USER#{user}", "CONNECTIONS"


def _watchers(user: str) -> table.Key:
    return f"USER#{user}", "WATCHERS"


def _live(item: table.Item) -> list[Connection]:
    found = (Connection.read(item[name]) for name in item if name.startswith(MARK))
    return [connection for connection in found if connection.ends > time.time()]
