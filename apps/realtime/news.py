"""What a client is told when it comes into a conversation while its socket is open."""

from uuid import UUID

import msgspec

from apps.conversations.access import access_membership
from apps.conversations.selectors import conversations, log
from apps.core import transactions
from apps.core.errors import Forbidden, NotFound

from .frames import ConversationAdded

FIRST_ENTRIES = 20


def added(user_id: UUID, conversation: str) -> list[msgspec.Struct]:
    """Return `conversation_added`; nothing for who is no member any more. Blocks.

    A direct conversation is opened by the message that its first entries hold: they follow at once, so that a client
    which does not resume hears it too. A repeat of what is pushed besides does no harm.
    """
    try:
        return transactions.read(lambda: _added(user_id, conversation))
    except (Forbidden, NotFound):
        return []


def _added(user_id: UUID, conversation: str) -> list[msgspec.Struct]:
    view = conversations.conversation_view(user_id, UUID(conversation))
    if view.kind != "direct":
        return [ConversationAdded(conversation=view)]
    membership = access_membership(user_id, conversation)
    entries = log.events(membership, membership.visible_from - 1, FIRST_ENTRIES)
    return [ConversationAdded(conversation=view), *entries]
