"""Django's sessions in the table `sessions`: `SESSION_ENGINE`. Their content is signed, as in the database."""

import math
from typing import Any

from django.contrib.auth import SESSION_KEY as USER_ID
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, SessionBase, UpdateError
from django.utils.crypto import get_random_string

from apps.core.aws.attributes import attributes
from apps.core.aws.client import call

from .expiry import EXPIRES_AT, attempt, if_absent, if_live, is_live, now
from .tables import table

KEY_CHARS = 32
"""As many as Django's own keys have."""


class SessionStore(SessionBase):
    """One item a session; that of somebody who signed in is in the index of their id.

    Nothing asks the index: what ends is the device session behind (apps/accounts/middleware.py). It is for whoever must
    tell, or erase, what is kept of a person (docs/dynamodb.md).
    """

    def load(self) -> dict[str, Any]:
        """Return the content, nothing if the session is gone: then it has no key any more either."""
        item = _found(self.session_key)
        if item is None:
            self._session_key = None
            return {}
        return self.decode(item["content"]["S"])

    def exists(self, session_key: str | None) -> bool:
        return _found(session_key) is not None

    def create(self) -> None:
        """Save it under a new key."""
        while True:
            # Taken or not, the write finds out: Django's own would read first.
            self._session_key = get_random_string(KEY_CHARS, VALID_KEY_CHARS)
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 (Django's)
        """Write it, or raise `CreateError` if it must be new and is not, `UpdateError` if it ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        condition = if_absent if must_create else if_live
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # missing in its stubs
        change = {
            "TableName": table("sessions"),
            "Item": self._item(content),
            "ConditionExpression": condition("session_id"),
            "ExpressionAttributeValues": now(),
        }
        if attempt("PutItem", change) is None:
            raise CreateError if must_create else UpdateError

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            call("dynamodb", "DeleteItem", _place(key))

    @classmethod
    def clear_expired(cls) -> None:
        """Do nothing: DynamoDB deletes what has ended."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Return whether Django may have made this key: a cookie may say anything, and of any length."""
        return key is not None and len(key) == KEY_CHARS and set(key) <= set(VALID_KEY_CHARS)

    def _item(self, content: dict[str, Any]) -> dict[str, Any]:
        owner = {"user_id": content[USER_ID]} if USER_ID in content else {}
        end = math.ceil(self.get_expiry_date().timestamp())
        item = {"session_id": self.session_key, "content": self.encode(content), EXPIRES_AT: end}
        return attributes({**item, **owner})


def _place(key: str) -> dict[str, Any]:
    return {"TableName": table("sessions"), "Key": attributes({"session_id": key})}


def _found(key: str | None) -> dict[str, Any] | None:
    if not key:
        return None
    item: dict[str, Any] | None = call("dynamodb", "GetItem", {**_place(key), "ConsistentRead": True}).get(
        "Item"
    )
    return item if item and is_live(item) else None
