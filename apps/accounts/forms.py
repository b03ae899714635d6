"""Forms of the admin and of the password page: they ask the same services as the API."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, SetPasswordForm
from django.core.exceptions import ValidationError

from apps.accounts.models import User
from apps.accounts.services import accounts
from apps.core.address import request_address
from apps.core.errors import ParleyError


class SignInForm(AdminAuthenticationForm):
    """The admin's sign-in, with the same limits and the same answer time as the API's."""

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password:
            address = request_address(self.request) if self.request else None
            try:
                self.user_cache = accounts.check_password(username, password, address=address)
            except ParleyError as error:
                raise ValidationError(error.detail, code=error.code) from error
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic to mypy only
    """Sets a password and signs its owner out everywhere."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 (the signature is inherited)
        user: User = super().save(commit=False)
        if commit:
            accounts.set_password(user, self.cleaned_data["new_password1"])
        return user


class StaffPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # generic to mypy only
    """Sets, or takes away, somebody's password, and signs them out everywhere."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 (the signature is inherited)
        user: User = super().save(commit)
        if commit:
            accounts.end_account_sessions(user)
        return user


class NewAccountForm(AdminUserCreationForm):  # type: ignore[type-arg]  # generic to mypy only
    """An account that staff make: how people get in where registration is closed."""

    class Meta:
        model = User
        fields = ("username", "display_name", "email")

    def clean_username(self) -> str:
        return User.normalize_username(self.cleaned_data["username"])
