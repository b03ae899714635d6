"""The lock of a conversation and its log: every change of one goes through here, in a transaction.

The row of the conversation is the lock. `advance` takes it and counts up in one statement; who must look before it is
clear that anything changes takes `lock` first. A rollback gives the numbers back, so the log has no gap. To all of them
a conversation that was deleted does not exist, though the worker may not have forgotten it yet.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from apps.conversations.models import Conversation, ConversationKind, EntryType, LogEntry, Message
from apps.conversations.selectors.entries import common_entries
from apps.core.errors import NotFound
from apps.core.statements import Param, as_param, columns_of, given, insert, prepared, rows_of
from apps.fanout.events import MembersChanged
from apps.fanout.publish import publish_on_commit
from apps.outbox.adding import add

if TYPE_CHECKING:
    from apps.accounts.models import User

# Evaluated after the lock was granted, so that times rise with `seq`; Now() is the statement's or transaction's start.
_CLOCK = {
    "postgresql": "clock_timestamp()",
    "sqlite": "REPLACE(STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f000', 'NOW'), '.000000', '')",
}

_ADVANCE = """
    UPDATE conversations_conversation SET
        head = head + %s,
        members_count = members_count + %s,
        members_version = members_version + %s,
        changed_at = {clock}
    WHERE id = %s AND kind <> 'closed'
    RETURNING *
"""
_ADVANCE_WITH_MESSAGES = """
    WITH said AS (SELECT * FROM {said})
    UPDATE conversations_conversation SET
        head = head + said.entries,
        last_message_id = said.newest,
        last_activity_at = {clock},
        changed_at = {clock}
    FROM said
    WHERE id = said.place AND kind <> 'closed' {in_turn}
    RETURNING {columns}
"""
# In the order of their ids, lest two who met halfway wait for each other; and only what nobody else holds.
_THOSE_FREE = """
    AND id IN (
        SELECT id FROM conversations_conversation WHERE id IN (SELECT place FROM said)
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
"""


def lock(conversation_id: UUID) -> Conversation:
    """Lock a conversation until the transaction ends and return it as it stands. Raises `NotFound`."""
    # `no_key`: other tables may go on referring to the row meanwhile.
    rows = Conversation.objects.select_for_update(no_key=True).exclude(kind=ConversationKind.CLOSED)
    found = rows.filter(id=conversation_id).first()
    if found is None:
        raise NotFound
    return found


def advance(
    conversation_id: UUID, *, entries: int = 1, joined: int = 0, members: bool = False
) -> Conversation:
    """Lock a conversation, count its log up by `entries` and its members by `joined`, and return it.

    `members` says that a role or a membership changes: servers then read memberships anew. `changed_at` of what is
    returned is the time of the change. Raises `NotFound`.
    """
    statement = _ADVANCE.format(clock=_CLOCK[connection.vendor])
    found = _returned(statement, [entries, joined, int(members), conversation_id])
    if not found:
        raise NotFound
    return found[0]


def advance_with_messages(
    said: Mapping[UUID, tuple[int, UUID]], *, those_free: bool = False
) -> dict[UUID, Conversation]:
    """Lock conversations, count the log of each up by the number of messages about to be written, and return them.

    `said` gives for each that number, and the id of the message that becomes its last one. What does not exist is left
    out; with `those_free` also what somebody else has locked, so that several can be taken without waiting for one.
    """
    # Not where whoever writes has all of the database, nor where nobody waits and the later one runs again.
    in_turn = _THOSE_FREE if those_free and connection.features.has_select_for_update_skip_locked else ""
    statement = _ADVANCE_WITH_MESSAGES.format(
        said=given("given", "place uuid, entries bigint, newest uuid"),
        clock=_CLOCK[connection.vendor],
        columns=rows_of(Conversation),
        in_turn=in_turn,
    )
    rows = [
        {"place": place, "entries": entries, "newest": newest} for place, (entries, newest) in said.items()
    ]
    conversations = _returned(statement, [as_param(rows)])
    for conversation in conversations:
        # PostgreSQL reads its clock for each column anew: the message and its entry bear the time of the activity.
        conversation.changed_at = conversation.last_activity_at
    return {conversation.id: conversation for conversation in conversations}


def write(
    conversation: Conversation,
    type_: EntryType,
    actor: "User | None",
    *,
    message: Message | None = None,
    delta: dict[str, Any] | None = None,
) -> None:
    """Write the entry for which `conversation` has just been advanced, and send it to the sockets after the commit.

    `delta` holds, by type: `reaction` {emoji, on, count}; `member_joined` and `member_role` {user, role};
    `member_left` {user, by}; `conversation_updated` what changed; `call_ended` {call, end_reason, duration_s}. What a
    `message` says stands in the message alone.
    """
    entry = LogEntry(
        conversation=conversation,
        seq=conversation.head,
        type=type_,
        actor=actor,
        message=message,
        delta=delta or {},
        at=conversation.changed_at,
    )
    put([entry])


def write_call_ended(conversation: Conversation, starter: "User | None", delta: dict[str, Any]) -> None:
    """Write that a call is over, which the app of calls knows all about, and this one nothing."""
    write(conversation, EntryType.CALL_ENDED, starter, delta=delta)


def put(entries: Sequence[LogEntry]) -> None:
    """Write entries for which their conversations have just been advanced, and send them after the commit."""
    insert(LogEntry, [columns_of(entry) for entry in entries])
    add("entry", *(_where(entry) for entry in entries), at=entries[-1].at)
    for event in common_entries(entries):
        publish_on_commit(event)


def _where(entry: LogEntry) -> dict[str, object]:
    return {"conversation": str(entry.conversation_id), "seq": entry.seq}


def publish_members(conversation: Conversation, user: UUID | None = None) -> None:
    """Tell the servers, after the commit, that this version of the members is about `user`; None: everybody left.

    Before the entry that says so: then servers read anew that one membership, and not all of them.
    """
    of = "" if user is None else str(user)
    publish_on_commit(MembersChanged(str(conversation.id), conversation.members_version, of))


def _returned(statement: str, params: Sequence[Param]) -> list[Conversation]:
    return list(Conversation.objects.raw(statement, [prepared(param) for param in params]))
