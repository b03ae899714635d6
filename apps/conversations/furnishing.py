"""What every installation has from the start: its epoch, and the room `general`."""

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps

from apps.conversations.models import ConversationKind, History
from apps.core.ids import new_id

FIRST_ROOM = "general"
"""The slug of the room in every installation: it has no owner, and nobody deletes it."""


def furnish(using: str, apps: Apps = installed, **_: Any) -> None:
    """Put in place what is missing; runs after each `migrate` and `flush`, so that neither leaves a bare record."""
    try:
        installation = apps.get_model("conversations", "Installation")
        conversation = apps.get_model("conversations", "Conversation")
    except LookupError:  # migrated back to before these tables
        return
    installation.objects.using(using).get_or_create(singleton=True, defaults={"epoch": str(new_id())})
    conversation.objects.using(using).get_or_create(
        slug=FIRST_ROOM,
        defaults={"kind": ConversationKind.ROOM, "title": "General", "history": History.SHARED},
    )
