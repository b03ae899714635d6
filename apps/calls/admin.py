"""Calls, and who took part in them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.calls.models import Call, Participant
from apps.calls.services.ending import end
from apps.conversations.admin.acting import act_on_each
from apps.core.admin import ReadOnlyAdmin


class ParticipantInline(admin.TabularInline):  # type: ignore[type-arg]  # generic to mypy only
    model = Participant
    fields = readonly_fields = ("user", "state", "since")
    can_delete = False
    max_num = 0


@admin.register(Call)
class CallAdmin(ReadOnlyAdmin):
    list_display = (
        "started_at",
        "conversation",
        "started_by",
        "state",
        "end_reason",
        "answered_at",
        "ended_at",
    )
    list_filter = ("state", "end_reason", "started_at")
    list_select_related = ("conversation", "started_by")
    search_fields = ("started_by__username", "conversation__slug", "=conversation__id", "=id")
    ordering = ("-started_at", "-id")
    inlines = (ParticipantInline,)
    show_full_result_count = False
    actions = ("end_calls",)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("calls.change_call")

    @admin.action(description="End these calls", permissions=["end"])
    def end_calls(self, request: HttpRequest, chosen: QuerySet[Call]) -> None:
        act_on_each(self, request, chosen, lambda row: end(row.id), "ended")
