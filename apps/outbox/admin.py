"""The outbox: what waits, what failed, and what was given up."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.core.admin import ReadOnlyAdmin
from apps.outbox.models import OutboxRow
from apps.outbox.revival import try_again


@admin.register(OutboxRow)
class OutboxRowAdmin(ReadOnlyAdmin):
    list_display = ("kind", "created_at", "attempts", "due_at", "leased_until", "dead_at", "error")
    list_filter = ("kind", ("dead_at", admin.EmptyFieldListFilter), "created_at")
    search_fields = ("=id", "kind", "error", "payload")
    search_help_text = "Row, kind, error, or an id in the payload"
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    actions = ("try_again",)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.change_outboxrow")

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[OutboxRow]) -> None:
        self.message_user(request, f"{try_again(chosen)} tried again.")
