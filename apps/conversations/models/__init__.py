"""What is said, where, by whom, and the log that orders it."""

from apps.conversations.models.conversation import (
    Conversation,
    ConversationBan,
    ConversationKind,
    History,
    Membership,
    Role,
)
from apps.conversations.models.installation import Installation
from apps.conversations.models.log import EntryType, LogEntry
from apps.conversations.models.message import Message, Reaction
from apps.conversations.models.search import SearchDocument

__all__ = [
    "Conversation",
    "ConversationBan",
    "ConversationKind",
    "EntryType",
    "History",
    "Installation",
    "LogEntry",
    "Membership",
    "Message",
    "Reaction",
    "Role",
    "SearchDocument",
]
