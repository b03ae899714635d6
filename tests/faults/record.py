"""The database as it is, read past the server."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Entry:
    seq: int
    type: str
    actor: str | None
    message: str | None
    delta: dict[str, Any]


@dataclass(frozen=True)
class Said:
    """One message as it stands now; `body` is None for a deleted one."""

    id: str
    conversation: str
    seq: int
    sender: str
    client_id: str
    body: str | None
    quotes: str | None


@dataclass(frozen=True)
class Call:
    """One call as it stands now: `reason` and `seq`, of the log entry, are None for a live one."""

    id: str
    state: str
    reason: str | None
    version: int
    seq: int | None
    duration_s: int
    participants: dict[str, str]
    """The state of each user whom it concerns."""


@dataclass
class Record:
    """Some conversations: their heads, logs, messages, members (with `visible_from`), reactions and calls."""

    heads: dict[str, int] = field(default_factory=dict)
    logs: dict[str, list[Entry]] = field(default_factory=dict)
    messages: dict[str, Said] = field(default_factory=dict)
    members: dict[str, dict[str, int]] = field(default_factory=dict)
    reactions: set[tuple[str, str, str]] = field(default_factory=set)
    calls: dict[str, Call] = field(default_factory=dict)


HEADS = "SELECT id, head FROM conversations_conversation WHERE id IN ({ids})"
LOGS = """
    SELECT conversation_id, seq, type, actor_id, message_id, delta FROM conversations_logentry
    WHERE conversation_id IN ({ids}) ORDER BY seq
"""
MESSAGES = """
    SELECT id, conversation_id, seq, sender_id, client_id, CASE WHEN deleted_at IS NULL THEN body END, reply_to_id
    FROM conversations_message WHERE conversation_id IN ({ids})
"""
MEMBERS = "SELECT conversation_id, user_id, visible_from FROM conversations_membership WHERE conversation_id IN ({ids})"
REACTIONS = """
    SELECT message_id, user_id, emoji FROM conversations_reaction
    WHERE message_id IN (SELECT id FROM conversations_message WHERE conversation_id IN ({ids}))
"""

CALLS = """
    SELECT id, state, end_reason, version, seq, answered_at, ended_at FROM calls_call WHERE conversation_id IN ({ids})
"""
PARTICIPANTS = """
    SELECT call_id, user_id, state FROM calls_participant
    WHERE call_id IN (SELECT id FROM calls_call WHERE conversation_id IN ({ids}))
"""
STATEMENTS = (HEADS, LOGS, MESSAGES, MEMBERS, REACTIONS, CALLS, PARTICIPANTS)


def read(url: str, conversations: Sequence[str]) -> Record:
    """Return what the database at `url` holds of these conversations."""
    heads, logs, messages, members, reactions, calls, participants = _rows(url, STATEMENTS, conversations)
    found = Record(
        heads={_id(id_): head for id_, head in heads},
        logs={conversation: [] for conversation in conversations},
        members={conversation: {} for conversation in conversations},
        reactions={(_id(message), _id(user), emoji) for message, user, emoji in reactions},
        calls={call.id: call for call in map(_call, calls)},
    )
    for place, seq, type_, actor, message, delta in logs:
        about = json.loads(delta) if isinstance(delta, str) else delta
        found.logs[_id(place)].append(Entry(seq, type_, _maybe(actor), _maybe(message), about))
    for id_, place, seq, sender, client_id, body, quotes in messages:
        said = Said(_id(id_), _id(place), seq, _id(sender), client_id, body, _maybe(quotes))
        found.messages[said.id] = said
    for place, user, visible_from in members:
        found.members[_id(place)][_id(user)] = visible_from
    for call, user, state in participants:
        found.calls[_id(call)].participants[_id(user)] = state
    return found


def _call(row: Row) -> Call:
    id_, state, reason, version, seq, answered_at, ended_at = row
    # SQLite keeps times as text.
    answered, ended = (
        datetime.fromisoformat(at) if isinstance(at, str) else at for at in (answered_at, ended_at)
    )
    seconds = round((ended - answered).total_seconds()) if answered and ended else 0
    return Call(_id(id_), state, reason or None, version, seq, seconds, {})


def _rows(url: str, statements: Sequence[str], conversations: Sequence[str]) -> list[list[Row]]:
    ids = [UUID(conversation) for conversation in conversations]
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            marks = ", ".join("?" * len(ids))
            return [
                list(file.execute(each.format(ids=marks), [id_.hex for id_ in ids])) for each in statements
            ]
    with psycopg.connect(url) as connection:
        # One moment for all of them.
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        marks = ", ".join(["%s"] * len(ids))
        return [connection.execute(each.format(ids=marks).encode(), ids).fetchall() for each in statements]


def _id(value: UUID | str) -> str:
    return str(value if isinstance(value, UUID) else UUID(value))


def _maybe(value: UUID | str | None) -> str | None:
    return None if value is None else _id(value)
