"""The pages behind a one-time link: Django's own, with the project's templates and its end of sessions."""

from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetCompleteView, PasswordResetConfirmView
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from apps.accounts.forms import NewPasswordForm
from apps.accounts.models import User


class Reset(PasswordResetConfirmView):
    """Asks for a new password, once for each link."""

    form_class = NewPasswordForm
    template_name = "accounts/reset.html"


class ResetDone(PasswordResetCompleteView):
    """Says that it worked."""

    template_name = "accounts/reset_done.html"


def reset_link(request: HttpRequest, user: User) -> str:
    """Return the address with which `user` can set a new password within `PASSWORD_RESET_TIMEOUT` seconds."""
    place = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return request.build_absolute_uri(reverse("password_reset_confirm", kwargs=place))
