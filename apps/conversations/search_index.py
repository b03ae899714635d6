"""Keeps the search index in step with the messages, inside the transaction that changes them."""

from collections.abc import Sequence
from uuid import UUID

from apps.conversations.models import Message, SearchDocument
from apps.conversations.models.search import as_text
from apps.conversations.tokens import tokens_of
from apps.core import dsql
from apps.core.statements import as_param, execute, found, given, insert

MOST_ROWS = 2_000
"""Tokens that one transaction writes on Aurora DSQL, which lets it change 3,000 rows in all."""

_FORGET = """
    DELETE FROM conversations_search_token
    WHERE document_id IN (SELECT id FROM conversations_searchdocument WHERE message_id = %s)
"""
_SPREAD = """
    INSERT INTO conversations_search_token (token, document_id)
    SELECT token, document.id
    FROM conversations_searchdocument document, unnest((string_to_array(document.tokens, ' '))[:%s]) token
    WHERE document.message_id IN (SELECT message_id FROM {given})
"""
_FORGET_SOME = """
    DELETE FROM conversations_search_token WHERE (token, document_id) IN (
        SELECT found.token, found.document_id
        FROM conversations_search_token found
        JOIN conversations_searchdocument document ON document.id = found.document_id
        JOIN conversations_message message ON message.id = document.message_id
        WHERE message.conversation_id = %s
        LIMIT %s
    )
    RETURNING document_id
"""


def add(messages: Sequence[Message]) -> None:
    """Make messages that were not indexed before be found: one statement, on Aurora DSQL two."""
    rows = [{"message_id": message.id, "tokens": as_text(tokens_of(message.body))} for message in messages]
    insert(SearchDocument, rows)
    if dsql.in_use():
        _spread([message.id for message in messages])


def index(message: Message) -> None:
    """Make `message` found by its present body, whether or not it was indexed before: one statement, or three."""
    if dsql.in_use():
        execute(_FORGET, [message.id])
    SearchDocument.objects.bulk_create(
        [SearchDocument(message=message, tokens=tokens_of(message.body))],
        update_conflicts=True,
        unique_fields=["message"],
        update_fields=["tokens"],
    )
    if dsql.in_use():
        _spread([message.id])


def remove(message: Message) -> None:
    """Make `message` be found no more: one statement."""
    SearchDocument.objects.filter(message=message).delete()


def forget_some(conversation: UUID, most: int) -> bool:
    """Delete at most so many rows of tokens, which only Aurora DSQL has, and return whether there were any."""
    return dsql.in_use() and bool(found(_FORGET_SOME, [conversation, most]))


def _spread(messages: Sequence[UUID]) -> None:
    """Write the tokens of these messages, one a row; of one with too many, the first in the alphabet's order."""
    statement = _SPREAD.format(given=given("given", "message_id uuid"))
    execute(statement, [MOST_ROWS // len(messages), as_param([{"message_id": each} for each in messages])])
