"""Keeps the search index in step with the messages, inside the transaction that changes them."""

from collections.abc import Iterable

from apps.conversations.models import Message, SearchDocument
from apps.conversations.models.search import as_text
from apps.conversations.tokens import tokens_of
from apps.core.statements import insert


def add(messages: Iterable[Message]) -> None:
    """Make messages that were not indexed before be found: one statement."""
    rows = [{"message_id": message.id, "tokens": as_text(tokens_of(message.body))} for message in messages]
    insert(SearchDocument, rows)


def index(message: Message) -> None:
    """Make `message` found by its present body, whether or not it was indexed before: one statement."""
    SearchDocument.objects.bulk_create(
        [SearchDocument(message=message, tokens=tokens_of(message.body))],
        update_conflicts=True,
        unique_fields=["message"],
        update_fields=["tokens"],
    )


def remove(message: Message) -> None:
    """Make `message` be found no more: one statement."""
    SearchDocument.objects.filter(message=message).delete()
