"""The admin's pages for conversations: to look at, and to act through the same services as everybody."""

from apps.conversations.admin import conversations, messages

__all__ = ["conversations", "messages"]
