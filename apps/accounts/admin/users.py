"""People: made, changed, banned and helped back in by staff."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.forms import NewAccountForm, StaffPasswordForm
from apps.accounts.models import User
from apps.accounts.pages import reset_link
from apps.accounts.services import accounts
from apps.core.transactions import run

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class UserActionForm(ActionForm):
    """The choice of an action, and the date that a ban needs."""

    banned_until = forms.SplitDateTimeField(required=False, label="Ban until", widget=AdminSplitDateTime)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # generic to mypy only
    add_form = NewAccountForm
    change_password_form = StaffPasswordForm
    action_form = UserActionForm
    actions = ("ban", "unban", "end_sessions", "make_reset_link")
    list_display = (
        "username",
        "display_name",
        "email",
        "is_active",
        "is_staff",
        "banned_until",
        "date_joined",
    )
    list_filter = (
        "is_active",
        "is_staff",
        "is_superuser",
        ("banned_until", admin.EmptyFieldListFilter),
        "groups",
    )
    search_fields = ("username", "display_name", "email")
    ordering = ("username",)
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ("id", "banned_until", "version", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("id", "username", "password")}),
        ("Profile", {"fields": ("display_name", "email", "avatar_url")}),
        ("State", {"fields": ("is_active", "banned_until", "version", "last_login", "date_joined")}),
        ("Rights", {"fields": RIGHTS}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "display_name", "email", "usable_password", "password1", "password2")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        if obj is not None:
            fields += ("username",)
        # Whoever may edit accounts must not make themselves, or take over, somebody with more rights.
        return fields if request.user.is_superuser else (*fields, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _outranks(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002
        """What somebody said stays theirs: accounts are switched off, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        def work() -> None:
            super(UserAdmin, self).save_model(request, obj, form, change)
            if change:
                accounts.touch([obj.id])
            if change and not obj.is_active:
                accounts.end_account_sessions(obj)

        run(work)

    @admin.action(description="Ban these accounts until the date beside", permissions=["change"])
    def ban(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        field = UserActionForm().fields["banned_until"]
        given = field.widget.value_from_datadict(request.POST, request.FILES, "banned_until")
        try:
            until = field.clean(given)
        except ValidationError:
            until = None
        if until is None or until <= timezone.now():
            self.message_user(request, "A ban needs a date and a time to come.", messages.ERROR)
            return
        people = self._within_reach(request, chosen)
        for user in people:
            accounts.ban_account(user, until)
        self.message_user(request, f"{len(people)} accounts are banned until {until:%Y-%m-%d %H:%M}.")

    @admin.action(description="Lift the ban of these accounts", permissions=["change"])
    def unban(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        people = self._within_reach(request, chosen)
        for user in people:
            accounts.unban_account(user)
        self.message_user(request, f"{len(people)} accounts may sign in.")

    @admin.action(description="End the sessions of these accounts", permissions=["change"])
    def end_sessions(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        people = self._within_reach(request, chosen)
        for user in people:
            accounts.end_account_sessions(user)
        self.message_user(request, f"{len(people)} accounts are signed out everywhere.")

    @admin.action(description="Make one-time links to set a new password", permissions=["change"])
    def make_reset_link(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in self._within_reach(request, chosen):
            self.log_change(request, user, "Made a one-time link to set a new password.")
            self.message_user(request, f"{user.username}: {reset_link(request, user)}")

    def _within_reach(self, request: HttpRequest, chosen: QuerySet[User]) -> list[User]:
        """Return those of the chosen whom the caller outranks, and say so of the others."""
        people = [user for user in chosen if _outranks(request, user)]
        if len(people) < len(chosen):
            self.message_user(request, "Only a superuser may do this to staff.", messages.WARNING)
        return people


def _outranks(request: HttpRequest, user: User) -> bool:
    return request.user.is_superuser or not (user.is_staff or user.is_superuser) or user == request.user
