"""Messages, reactions and the log. What was said in direct conversations and groups is nobody's business here."""

from typing import TYPE_CHECKING, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.conversations.admin.acting import act_on_each
from apps.conversations.models import ConversationKind, LogEntry, Message, Reaction
from apps.conversations.selectors.search import search_rooms
from apps.conversations.services import messages
from apps.core.admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from apps.accounts.models import User


UNSAID = frozenset({"body", "mentions", "fingerprint"})
"""What no filter in an address may ask of a message: the answer would tell what was said in private."""


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("conversation", "seq", "sender", "said", "created_at", "edited_at", "deleted_at")
    list_filter = (
        "conversation__kind",
        ("deleted_at", admin.EmptyFieldListFilter),
        ("edited_at", admin.EmptyFieldListFilter),
        "created_at",
    )
    list_select_related = ("conversation", "sender")
    search_fields = ("sender__username", "conversation__slug", "=conversation__id", "=id")
    search_help_text = "Sender, room, id; or words said in rooms"
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    fields = (
        "id",
        "conversation",
        "seq",
        "updated_seq",
        "sender",
        "said",
        "created_at",
        "edited_at",
        "deleted_at",
    )
    actions = ("delete_messages",)

    @admin.display(description="body")
    def said(self, message: Message) -> str:
        return message.body if message.conversation.kind == ConversationKind.ROOM else "(private)"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Message], search_term: str
    ) -> tuple[QuerySet[Message], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        return (found | search_rooms(queryset, search_term)) if search_term else found, duplicates

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup.partition("__")[0] not in UNSAID and super().lookup_allowed(lookup, value, request)

    def has_redact_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("conversations.delete_message")

    @admin.action(description="Delete what these messages say", permissions=["redact"])
    def delete_messages(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        actor = cast("User", request.user)
        act_on_each(self, request, chosen, lambda row: messages.delete_message(actor, str(row.id)), "deleted")


@admin.register(Reaction)
class ReactionAdmin(ReadOnlyAdmin):
    list_display = ("emoji", "user", "message", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("user", "message")
    search_fields = ("user__username", "=message__id")
    ordering = ("-created_at",)
    show_full_result_count = False


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ("conversation", "seq", "type", "actor", "at")
    list_filter = ("type", "conversation__kind", "at")
    list_select_related = ("conversation", "actor")
    search_fields = ("actor__username", "conversation__slug", "=conversation__id", "=message__id")
    ordering = ("-at", "-id")
    show_full_result_count = False
