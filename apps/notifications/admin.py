"""Webhooks for staff: to look at without their secrets, and to switch off and on."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.core.admin import ReadOnlyAdmin
from apps.notifications.models import Webhook
from apps.notifications.services import webhooks


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = (
        "address",
        "conversation",
        "active",
        "failures",
        "failing_since",
        "disabled_at",
        "last_status",
        "last_error",
    )
    list_filter = (
        "active",
        ("failing_since", admin.EmptyFieldListFilter),
        ("disabled_at", admin.EmptyFieldListFilter),
        "created_at",
    )
    list_select_related = ("conversation",)
    search_fields = (
        "address",
        "created_by__username",
        "conversation__slug",
        "=conversation__id",
        "=id",
        "last_error",
    )
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    exclude = ("secret",)
    actions = ("disable", "enable")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # `secret__startswith` would tell the secret letter by letter.
        return not lookup.startswith("secret") and super().lookup_allowed(lookup, value, request)

    def has_switch_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.change_webhook")

    @admin.action(description="Disable", permissions=["switch"])
    def disable(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        self.message_user(request, f"{webhooks.disable(chosen)} disabled.")

    @admin.action(description="Enable again", permissions=["switch"])
    def enable(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        self.message_user(request, f"{webhooks.enable(chosen)} enabled.")
