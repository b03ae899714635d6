"""Forgets a deleted conversation: who was in it and what was said, a portion a transaction."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from apps.accounts.services.accounts import touch
from apps.conversations import companions, search_index
from apps.conversations.models import (
    Conversation,
    ConversationBan,
    ConversationKind,
    LogEntry,
    Membership,
    Message,
    Reaction,
    SearchDocument,
)
from apps.conversations.selectors.projection import HOLDER
from apps.core import portions, transactions
from apps.files.services import attaching
from apps.outbox.adding import add
from apps.outbox.claims import Job
from apps.outbox.handlers import NotNow

PORTIONS_AT_ONCE = 20
"""In one run of the job, which is to end well before its lease does."""


def close(conversation: Conversation) -> None:
    """Take a locked conversation from everybody, and its names with it; after the commit it is forgotten."""
    Conversation.objects.filter(pk=conversation.pk).update(
        kind=ConversationKind.CLOSED, slug=None, client_id=None, members_count=0
    )
    _send_some_away(conversation.id)
    add("erase", {"conversation": str(conversation.id)})


def erase(jobs: Sequence[Job]) -> None:
    """Forget a closed conversation ({conversation}), from wherever an earlier run has stopped."""
    for job in jobs:
        conversation = UUID(job.payload["conversation"])
        for _ in range(PORTIONS_AT_ONCE):
            if not transactions.run(partial(_forget_some, conversation)):
                break
        else:
            raise NotNow(0)


def _forget_some(conversation: UUID) -> bool:
    """Forget a portion, and return whether there was one; with the last goes the conversation itself."""
    if _send_some_away(conversation):
        return True
    if search_index.forget_some(conversation, portions.PORTION):
        return True
    if any(companion.forget_some(conversation) for companion in companions.registered()):
        return True
    if _release_some(conversation):
        return True
    for rows in _what_was_said(conversation):
        if (some := portions.portion_of(rows)) is not None:
            some.delete()
            return True
    Conversation.objects.filter(id=conversation).delete()
    return False


def _send_some_away(conversation: UUID) -> bool:
    """Take the conversation out of the lists of some members, and return whether there were any."""
    some = portions.portion_of(Membership.objects.filter(conversation_id=conversation))
    if some is None:
        return False
    touch(some.values_list("user_id", flat=True), removed=conversation)
    some.delete()
    return True


def _release_some(conversation: UUID) -> bool:
    """Forget the files of a few messages, and return whether there were any."""
    attached = Message.objects.filter(conversation_id=conversation).exclude(attached=None)
    some = portions.portion_of(attached, each=settings.LIMITS["attachments_per_message"])
    if some is None:
        return False
    attaching.release(HOLDER, list(some.values_list("id", flat=True)))
    some.update(attached=None)
    return True


def _what_was_said(conversation: UUID) -> Iterator["QuerySet[Any]"]:
    yield SearchDocument.objects.filter(message__conversation_id=conversation)
    yield Reaction.objects.filter(message__conversation_id=conversation)
    yield LogEntry.objects.filter(conversation_id=conversation)
    # The newest first: replies then go before what they quote, and none is left to be changed with it.
    yield Message.objects.filter(conversation_id=conversation).order_by("-seq")
    yield ConversationBan.objects.filter(conversation_id=conversation)
