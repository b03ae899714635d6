"""The lock of a conversation and its log: every change of one goes through here, in a transaction.

The row of the conversation is the lock. `advance` takes it and counts up in one statement; who must look before it is
clear that anything changes takes `lock` first. A rollback gives the numbers back, so the log has no gap.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from apps.conversations.models import Conversation, EntryType, LogEntry, Message
from apps.conversations.selectors.entries import common_entries
from apps.core.errors import NotFound
from apps.core.statements import insert, prepared
from apps.fanout.events import MembersChanged
from apps.fanout.publish import publish_on_commit

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
    WHERE id = %s
    RETURNING *
"""
_ADVANCE_WITH_MESSAGE = """
    UPDATE conversations_conversation SET
        head = head + 1,
        last_message_id = %s,
        last_activity_at = {clock},
        changed_at = {clock}
    WHERE id = %s
    RETURNING *
"""


def lock(conversation_id: UUID) -> Conversation:
    """Lock a conversation until the transaction ends and return it as it stands. Raises `NotFound`."""
    # `no_key`: other tables may go on referring to the row meanwhile.
    found = Conversation.objects.select_for_update(no_key=True).filter(id=conversation_id).first()
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
    return _returned(_ADVANCE, entries, joined, int(members), conversation_id)


def advance_with_message(conversation_id: UUID, message_id: UUID) -> Conversation:
    """Lock a conversation, count its log up by one, and make the message that is about to be written its last."""
    conversation = _returned(_ADVANCE_WITH_MESSAGE, message_id, conversation_id)
    # PostgreSQL reads its clock for each column anew: the message and its entry bear the time of the activity.
    conversation.changed_at = conversation.last_activity_at
    return conversation


def write(
    conversation: Conversation,
    type_: EntryType,
    actor: "User",
    *,
    message: Message | None = None,
    delta: dict[str, Any] | None = None,
) -> None:
    """Write the entry for which `conversation` has just been advanced, and send it to the sockets after the commit.

    `delta` holds, by type: `reaction` {emoji, on, count}; `member_joined` and `member_role` {user, role};
    `member_left` {user, by}; `conversation_updated` what changed. What a `message` says stands in the message alone.
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
    insert(entry)
    for event in common_entries([entry]):
        publish_on_commit(event)


def publish_members(conversation: Conversation) -> None:
    """Tell the servers, after the commit, that somebody joined or left without an entry."""
    publish_on_commit(MembersChanged(str(conversation.id), conversation.members_version))


def _returned(statement: str, *params: int | UUID) -> Conversation:
    values = [prepared(param) for param in params]
    found = list(Conversation.objects.raw(statement.format(clock=_CLOCK[connection.vendor]), values))
    if not found:
        raise NotFound
    return found[0]
