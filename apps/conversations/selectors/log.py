"""The log after a cursor: what a client missed."""

from uuid import UUID

import msgspec
from django.conf import settings
from django.db.models import QuerySet

from apps.conversations import frames
from apps.conversations.access import access_membership
from apps.conversations.models import LogEntry, Membership
from apps.conversations.selectors import entries, installation
from apps.core import strictjson
from apps.core.errors import Forbidden, NotFound
from apps.fanout.events import Entry

RESUMED_AT_ONCE = 500
"""Entries in one `resumed` frame, if its bytes allow them."""
ENVELOPE_BYTES = 1024
"""What a `resumed` frame takes besides its entries, at most."""


class LogPage(msgspec.Struct, frozen=True, kw_only=True):
    """The entries after a cursor. `reset`: the cursor is void or too far behind, load the history instead."""

    epoch: str
    events: list[frames.EntryFrame]
    head: int
    visible_from: int
    more: bool
    reset: bool


class ResumedLog(LogPage, frozen=True, kw_only=True):
    """What `resumed` says of one conversation; `gone`: it does not exist for this user."""

    conversation: str
    gone: bool


def page(membership: Membership, after: int, limit: int, given_epoch: str | None = None) -> LogPage:
    """Return at most `limit` entries after `after` to `membership`, which was read before, with its conversation."""
    epoch = installation.epoch()
    head = membership.conversation.head
    reset = given_epoch not in {None, epoch} or _void(membership, after)
    found = [] if reset else events(membership, after, limit + 1)
    last = found[-1].seq if found else 0
    return LogPage(
        epoch=epoch,
        events=found[:limit],
        head=max(head, last),
        visible_from=membership.visible_from,
        more=len(found) > limit,
        reset=reset,
    )


def resume(
    user_id: UUID, epoch: str, conversation: str, after: int, limit: int = RESUMED_AT_ONCE
) -> ResumedLog:
    """Return the parts of one `resumed` frame, no larger than `LIMITS["server_frame_bytes"]` when encoded.

    A `limit` of 0 tells where the conversation stands, and by `more` whether there are entries.
    """
    try:
        membership = access_membership(user_id, conversation)
    except (Forbidden, NotFound):
        return ResumedLog(
            conversation=conversation,
            epoch=epoch,
            events=[],
            head=0,
            visible_from=0,
            more=False,
            reset=False,
            gone=True,
        )
    whole = page(membership, after, limit, epoch)
    fitting = _fitting(whole.events)
    return ResumedLog(
        conversation=str(membership.conversation_id),
        epoch=whole.epoch,
        events=whole.events[:fitting],
        head=whole.head,
        visible_from=whole.visible_from,
        more=whole.more or fitting < len(whole.events),
        reset=whole.reset,
        gone=False,
    )


def events(membership: Membership, after: int, limit: int) -> list[frames.EntryFrame]:
    """Return the entries after `after` that `membership` may see, as its user sees them: three statements at most."""
    rows = _after(membership.conversation_id, max(after, membership.visible_from - 1), limit)
    return entries.project_entries(
        membership.user_id, rows.select_related(*entries.ENTRY_RELATIONS), membership.visible_from
    )


def common_entries(conversation_id: UUID, after: int, limit: int) -> list[Entry]:
    """Return the entries after `after` as everybody gets them, for fan-out's repair.

    Their `members_version` is the present one, read in the same statement: never older than the entries.
    """
    rows = _after(conversation_id, after, limit)
    return entries.common_entries(rows.select_related("conversation", *entries.ENTRY_RELATIONS))


def _after(conversation_id: UUID, after: int, limit: int) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(conversation_id=conversation_id, seq__gt=after).order_by("seq")[:limit]


def _void(membership: Membership, after: int) -> bool:
    head = membership.conversation.head
    behind = head - after
    return behind < 0 or after < membership.visible_from - 1 or behind > settings.LIMITS["resume_entries"]


def _fitting(found: list[frames.EntryFrame]) -> int:
    """Return how many of `found` fit one frame."""
    left = settings.LIMITS["server_frame_bytes"] - ENVELOPE_BYTES
    for position, entry in enumerate(found):
        left -= len(strictjson.encode(entry)) + 1
        if left < 0:
            return position
    return len(found)
