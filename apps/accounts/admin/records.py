"""Sessions, tokens, tickets and blocks: to look at, and to end."""

from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.accounts.models import Block, DeviceSession, EndReason, RefreshToken, Ticket
from apps.accounts.services.sessions import end_sessions
from apps.core.admin import ReadOnlyAdmin
from apps.core.portions import in_portions
from apps.core.transactions import run


@admin.register(DeviceSession)
class DeviceSessionAdmin(ReadOnlyAdmin):
    list_display = ("user", "name", "address", "created_at", "last_used_at", "ended_at", "end_reason")
    list_filter = ("end_reason", ("ended_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "name", "address")
    ordering = ("-created_at",)
    actions = ("end",)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_devicesession")

    @admin.action(description="End these sessions", permissions=["end"])
    def end(self, request: HttpRequest, chosen: QuerySet[DeviceSession]) -> None:
        count = chosen.count()
        for some in in_portions(chosen.order_by()):
            run(partial(end_sessions, some, reason=EndReason.SIGNED_OUT))
        self.message_user(request, f"{count} sessions have ended.")


@admin.register(RefreshToken)
class RefreshTokenAdmin(ReadOnlyAdmin):
    list_display = ("digest", "session", "created_at", "expires_at", "used_at")
    list_filter = (("used_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("session",)
    search_fields = ("session__user__username", "digest")
    ordering = ("-created_at",)


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    list_display = ("digest", "session", "expires_at")
    list_filter = ("expires_at",)
    list_select_related = ("session",)
    search_fields = ("session__user__username",)
    ordering = ("-expires_at",)


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    list_display = ("blocker", "blocked", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("blocker", "blocked")
    search_fields = ("blocker__username", "blocked__username")
    ordering = ("-created_at",)
