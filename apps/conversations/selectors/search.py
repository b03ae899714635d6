"""Messages found by what they say."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from apps.conversations import frames
from apps.conversations.access import visible_to
from apps.conversations.models import ConversationKind, Message, SearchDocument
from apps.conversations.selectors.projection import MESSAGE_RELATIONS, project_messages
from apps.conversations.tokens import query_of
from apps.core.errors import Invalid


def search(user_id: UUID, q: str, conversation_id: UUID | None = None) -> QuerySet[Message]:
    """Return the messages that hold every word of `q` and that `user_id` may see, of one conversation if named.

    They are to be ordered, cut and given to `project`. Raises `Invalid` for a `q` that is blank or too long. A `q`
    without a letter or digit finds nothing.
    """
    if not q.strip() or len(q) > settings.LIMITS["search_chars"]:
        raise Invalid(f"Ask for 1 to {settings.LIMITS['search_chars']} characters.", attr="q")
    query = query_of(q)
    if not any(query):
        return Message.objects.none()
    found = (
        Message.objects.filter(visible_to(user_id), search_document__tokens__matches=query)
        .annotate(visible_from=F("conversation__memberships__visible_from"))
        .select_related(*MESSAGE_RELATIONS)
    )
    return found if conversation_id is None else found.filter(conversation_id=conversation_id)


def project(user_id: UUID, found: Iterable[Message]) -> list[frames.Message]:
    """Return messages (from `search`) as `user_id` sees them."""
    rows = list(found)
    visible_from = {row.conversation_id: row.visible_from for row in rows}  # type: ignore[attr-defined]  # annotated
    return project_messages(user_id, rows, visible_from)


def search_rooms(messages: QuerySet[Message], q: str) -> QuerySet[Message]:
    """Return those of `messages` that hold every word of `q` and were said in a room: what staff may search."""
    query = query_of(q)
    if not any(query):
        return messages.none()
    documents = SearchDocument.objects.filter(
        tokens__matches=query, message__conversation__kind=ConversationKind.ROOM
    )
    return messages.filter(id__in=documents.values("message_id"))
