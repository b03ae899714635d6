"""From rows of the log to its frames: for one reader, or for all of them at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from apps.accounts.frames import UserBrief, brief
from apps.accounts.selectors import users_by_id
from apps.conversations import frames
from apps.conversations.models import EntryType, LogEntry, Message
from apps.conversations.selectors.projection import Attachments, files_of, project_message, reactions_of
from apps.core import strictjson
from apps.fanout.events import Entry

ENTRY_RELATIONS = ("message", "message__sender", "message__reply_to", "message__reply_to__sender")
"""What a query of entries selects along with them, so that projecting needs no more."""

UNQUOTED = 2**63
"""A `visible_from` from which nothing older may be quoted."""

Users = Mapping[UUID, UserBrief]


def entry_frame(
    entry: LogEntry,
    *,
    message: frames.Message | None = None,
    user: UserBrief | None = None,
    visible_from: int = 0,
) -> frames.EntryFrame:
    """Return one entry as a frame; one that says something takes its `message`, one that lets somebody in its `user`.

    The present body of what an edit is about comes with the row of the message, to those whose `visible_from` allows.
    """
    place: dict[str, Any] = {
        "conversation": str(entry.conversation_id),
        "seq": entry.seq,
        "at": entry.at,
        "actor": _id(entry.actor_id),
    }
    if entry.type == EntryType.MESSAGE and message is not None:
        return frames.MessageEntry(**msgspec.structs.asdict(message), at=entry.at, actor=place["actor"])
    if entry.type == EntryType.MEMBER_JOINED and user is not None:
        return frames.MemberJoined(**place, user=user, role=entry.delta["role"])
    if entry.type == EntryType.MESSAGE_EDITED:
        return _edited(entry, place, visible_from)
    return _SHAPES[EntryType(entry.type)](entry, place)


def project_entries(
    viewer_id: UUID, entries: Iterable[LogEntry], visible_from: int
) -> list[frames.EntryFrame]:
    """Return `entries` (with `ENTRY_RELATIONS`) as `viewer_id` sees them: at most three statements for all."""
    rows = list(entries)
    users = _joined_users(rows)
    said = [_message(row) for row in rows if _says(row)]
    reactions, files = reactions_of(viewer_id, [message.id for message in said]), files_of(said)
    return [
        entry_frame(row, message=project_message(_message(row), reactions, files, visible_from=visible_from))
        if _says(row)
        else entry_frame(row, user=_joined_user(row, users), visible_from=visible_from)
        for row in rows
    ]


def common_entries(entries: Iterable[LogEntry]) -> list[Entry]:
    """Return `entries` (with `ENTRY_RELATIONS` and their conversation) as everybody gets them, ready to be pushed.

    Reactions are left to the entries that follow; where a message quotes another one, or an edit tells what an older
    one says now, there is a second text for those who may not see so far back.
    """
    rows = list(entries)
    users = _joined_users(rows)
    files = files_of(_message(row) for row in rows if _says(row))
    return [_common(row, users, files) for row in rows]


def _common(row: LogEntry, users: Users, files: Attachments) -> Entry:
    plain = Entry(
        conversation=str(row.conversation_id),
        seq=row.seq,
        members_version=row.conversation.members_version,
        payload=_said(row, files, 0)
        if _says(row)
        else strictjson.encode(entry_frame(row, user=_joined_user(row, users))),
    )
    if row.type == EntryType.MESSAGE_EDITED:
        unquoted = strictjson.encode(entry_frame(row, visible_from=UNQUOTED))
        return msgspec.structs.replace(plain, quotes_seq=_message(row).seq, payload_unquoted=unquoted)
    original = _message(row).reply_to if _says(row) else None
    if original is None:
        return plain
    return msgspec.structs.replace(
        plain, quotes_seq=original.seq, payload_unquoted=_said(row, files, UNQUOTED)
    )


def _said(row: LogEntry, files: Attachments, visible_from: int) -> bytes:
    message = project_message(_message(row), {}, files, visible_from=visible_from)
    return strictjson.encode(entry_frame(row, message=msgspec.structs.replace(message, updated_seq=row.seq)))


def _says(row: LogEntry) -> bool:
    return row.type == EntryType.MESSAGE


def _message(row: LogEntry) -> Message:
    if row.message is None:
        raise ValueError(f"entry {row.id} is about a message and names none")
    return row.message


def _joined_users(rows: Sequence[LogEntry]) -> Users:
    joined = {UUID(row.delta["user"]) for row in rows if row.type == EntryType.MEMBER_JOINED}
    return {id_: brief(user) for id_, user in users_by_id(joined).items()} if joined else {}


def _joined_user(row: LogEntry, users: Users) -> UserBrief | None:
    if row.type != EntryType.MEMBER_JOINED:
        return None
    user_id = row.delta["user"]
    erased = UserBrief(id=user_id, username="deleted", display_name="Deleted account", avatar_url=None)
    return users.get(UUID(user_id), erased)


def _edited(row: LogEntry, place: dict[str, Any], visible_from: int) -> frames.EntryFrame:
    message = _message(row)
    untold = message.deleted_at is not None or message.seq < visible_from
    return frames.MessageEdited(
        **place,
        message_id=str(message.id),
        body=None if untold else message.body,
        mentions=[] if untold else message.mentions,
        edited_at=message.edited_at,
    )


def _deleted(row: LogEntry, place: dict[str, Any]) -> frames.EntryFrame:
    return frames.MessageDeleted(**place, message_id=str(row.message_id), by=_id(row.actor_id))


def _reacted(row: LogEntry, place: dict[str, Any]) -> frames.EntryFrame:
    return frames.ReactionChanged(
        **place,
        message_id=str(row.message_id),
        user=_id(row.actor_id),
        emoji=row.delta["emoji"],
        on=row.delta["on"],
        count=row.delta["count"],
    )


def _left(row: LogEntry, place: dict[str, Any]) -> frames.EntryFrame:
    return frames.MemberLeft(**place, user=row.delta["user"], by=row.delta.get("by"))


def _role(row: LogEntry, place: dict[str, Any]) -> frames.EntryFrame:
    return frames.MemberRole(**place, user=row.delta["user"], role=row.delta["role"])


def _updated(row: LogEntry, place: dict[str, Any]) -> frames.EntryFrame:
    return frames.ConversationUpdated(**place, **row.delta)


def _call_ended(row: LogEntry, place: dict[str, Any]) -> frames.EntryFrame:
    return frames.CallEnded(**place, **row.delta)


_SHAPES: dict[EntryType, Callable[[LogEntry, dict[str, Any]], frames.EntryFrame]] = {
    EntryType.MESSAGE_DELETED: _deleted,
    EntryType.REACTION: _reacted,
    EntryType.MEMBER_LEFT: _left,
    EntryType.MEMBER_ROLE: _role,
    EntryType.CONVERSATION_UPDATED: _updated,
    EntryType.CALL_ENDED: _call_ended,
}


def _id(user_id: UUID | None) -> str | None:
    return None if user_id is None else str(user_id)
