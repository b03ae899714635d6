"""Calls, who took part in them, and what was recorded: to look at, to end and to delete, and not to listen to."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from apps.calls.models import Call, Participant, Recording
from apps.calls.services.ending import end
from apps.calls.services.recordings import delete
from apps.conversations.admin.acting import act_on_each
from apps.core.admin import ReadOnlyAdmin


class OfCall(admin.TabularInline):  # type: ignore[type-arg]  # generic to mypy only
    can_delete = False
    max_num = 0


class ParticipantInline(OfCall):
    model = Participant
    fields = readonly_fields = ("user", "state", "since")


class RecordingInline(OfCall):
    model = Recording
    fields = readonly_fields = ("by", "state", "started_at", "stopped_at")
    show_change_link = True


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
    search_fields = (
        "started_by__username",
        "participants__user__username",
        "conversation__title",
        "conversation__slug",
        "=conversation__id",
        "=id",
    )
    ordering = ("-started_at", "-id")
    inlines = (ParticipantInline, RecordingInline)
    show_full_result_count = False
    actions = ("end_calls",)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("calls.change_call")

    @admin.action(description="End these calls", permissions=["end"])
    def end_calls(self, request: HttpRequest, chosen: QuerySet[Call]) -> None:
        act_on_each(self, request, chosen, lambda row: end(row.id), "ended")


@admin.register(Recording)
class RecordingAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "conversation", "call", "by", "state", "stopped_at")
    list_filter = ("state", "started_at")
    list_select_related = ("call__conversation", "by")
    search_fields = (
        "by__username",
        "call__participants__user__username",
        "call__conversation__title",
        "call__conversation__slug",
        "=call__conversation__id",
        "=call__id",
        "=id",
    )
    search_help_text = (
        "Who recorded or took part, conversation, or the id of either, of the call or of the recording"
    )
    ordering = ("-started_at", "-id")
    fields = ("id", "conversation", "call", "by", "state", "file", "started_at", "stopped_at")
    show_full_result_count = False
    actions = ("delete_recordings",)

    @admin.display(ordering="call__conversation")
    def conversation(self, recording: Recording) -> str:
        conversation = recording.call.conversation
        page = reverse("admin:conversations_conversation_change", args=[conversation.pk])
        return format_html('<a href="{}">{}</a>', page, conversation)

    def has_forget_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("calls.delete_recording")

    @admin.action(description="Delete these recordings", permissions=["forget"])
    def delete_recordings(self, request: HttpRequest, chosen: QuerySet[Recording]) -> None:
        def act(row: Recording) -> None:
            delete(row.id)
            self.log_change(request, row.call, f"Deleted recording {row.id}.")

        act_on_each(self, request, chosen, act, "deleted")
