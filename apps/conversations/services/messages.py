"""What is done with messages."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from apps.accounts.selectors import find_account
from apps.conversations.access import find_conversation_id
from apps.conversations.services import content, direct
from apps.conversations.services.changes import delete_message, edit_message, react
from apps.conversations.services.sending import Draft, Sent, no_such_message, send_all, send_free
from apps.core.ids import parse_id
from apps.files.services import attaching

if TYPE_CHECKING:
    from apps.accounts.models import User

__all__ = [
    "Draft",
    "Sent",
    "delete_message",
    "draft",
    "edit_message",
    "react",
    "send",
    "send_all",
    "send_direct",
    "send_free",
    "send_message",
]


def send_message(
    sender: "User",
    conversation_ref: str,
    *,
    body: str,
    client_id: str | None = None,
    reply_to: str | None = None,
    attachments: Sequence[str] = (),
) -> Sent:
    """Say `body` in a conversation, once per `client_id` for ever; `attachments` are ids of the sender's files.

    Raises `Invalid`, `NotFound`, `Forbidden` (a room not joined, a block), `Conflict` (the `client_id` was used for
    something else).
    """
    return send(
        draft(
            sender,
            conversation_ref,
            body=body,
            client_id=client_id,
            reply_to=reply_to,
            attachments=attachments,
        )
    )


def send_direct(sender: "User", user_ref: str, *, body: str, client_id: str | None = None) -> Sent:
    """Say `body` to one person, opening the direct conversation if need be. Raises as `send_message` does."""
    return send(
        _draft(sender, lambda: direct.find_or_open(sender, find_account(user_ref))[0].id, body, client_id)
    )


def draft(
    sender: "User",
    conversation_ref: str,
    *,
    body: str,
    client_id: str | None = None,
    reply_to: str | None = None,
    attachments: Sequence[str] = (),
) -> Draft:
    """Return what `send_message` would say, for `send_all`. Raises `Invalid`."""
    return _draft(
        sender, lambda: find_conversation_id(conversation_ref), body, client_id, reply_to, attachments
    )


def _draft(
    sender: "User",
    place: Callable[[], UUID],
    body: str,
    client_id: str | None,
    reply_to: str | None = None,
    attachments: Sequence[str] = (),
) -> Draft:
    files = attaching.parsed(attachments)
    return Draft(
        sender=sender,
        place=place,
        body=content.checked_body(body, files=len(files)),
        client_id=content.checked_client_id(client_id),
        reply_to=_reply_id(reply_to),
        # As it was before there were files, where there are none.
        fingerprint=content.fingerprint(body, reply_to and reply_to.lower(), *files),
        attachments=files,
    )


def _reply_id(reply_to: str | None) -> UUID | None:
    if reply_to is None:
        return None
    known = parse_id(reply_to)
    if known is None:
        raise no_such_message()
    return known


def send(only: Draft) -> Sent:
    """Say one draft. Raises as `send_message` does."""
    [outcome] = send_all([only])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
