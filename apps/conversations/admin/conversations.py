"""Conversations, who is in them, and who may not come back."""

from typing import TYPE_CHECKING, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.conversations.admin.acting import act_on_each
from apps.conversations.models import Conversation, ConversationBan, Installation, Membership
from apps.conversations.services import members
from apps.core.admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from apps.accounts.models import User


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "kind", "slug", "members_count", "head", "creator", "last_activity_at")
    list_filter = ("kind", "history", "created_at")
    list_select_related = ("creator",)
    search_fields = ("title", "slug", "creator__username", "=id")
    ordering = ("-last_activity_at",)
    exclude = ("direct_key",)
    show_full_result_count = False


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("user", "conversation", "role", "visible_from", "read_seq", "joined_at")
    list_filter = ("role", "conversation__kind", "joined_at")
    list_select_related = ("user", "conversation")
    search_fields = ("user__username", "conversation__title", "conversation__slug", "=conversation__id")
    ordering = ("-joined_at",)
    show_full_result_count = False
    actions = ("remove", "ban")

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("conversations.delete_membership")

    @admin.action(description="Remove from the conversation", permissions=["remove"])
    def remove(self, request: HttpRequest, chosen: QuerySet[Membership]) -> None:
        actor = cast("User", request.user)
        act_on_each(
            self,
            request,
            chosen,
            lambda row: members.remove(actor, str(row.conversation_id), str(row.user_id)),
            "removed",
        )

    @admin.action(description="Ban from the conversation", permissions=["remove"])
    def ban(self, request: HttpRequest, chosen: QuerySet[Membership]) -> None:
        actor = cast("User", request.user)
        act_on_each(
            self,
            request,
            chosen,
            lambda row: members.ban(actor, str(row.conversation_id), str(row.user_id)),
            "banned",
        )


@admin.register(ConversationBan)
class ConversationBanAdmin(ReadOnlyAdmin):
    list_display = ("user", "conversation", "by", "created_at")
    list_filter = ("conversation__kind", "created_at")
    list_select_related = ("user", "conversation", "by")
    search_fields = ("user__username", "conversation__title", "conversation__slug", "by__username")
    ordering = ("-created_at",)
    actions = ("lift",)

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("conversations.delete_conversationban")

    @admin.action(description="Lift these bans", permissions=["lift"])
    def lift(self, request: HttpRequest, chosen: QuerySet[ConversationBan]) -> None:
        actor = cast("User", request.user)
        act_on_each(
            self,
            request,
            chosen,
            lambda row: members.unban(actor, str(row.conversation_id), str(row.user_id)),
            "lifted",
        )


@admin.register(Installation)
class InstallationAdmin(ReadOnlyAdmin):
    list_display = ("__str__",)
    search_fields = ("epoch",)
