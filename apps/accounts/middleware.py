"""Makes a Django session worth no more than the device session behind it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from apps.accounts.cookies import identify_cookie
from apps.accounts.identity import Identity
from apps.core.errors import Banned


class DeviceSessionMiddleware:
    """Sets `request.identity` for a browser that is signed in, and forgets its session when the device's is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            identity = _identity(request)
            if identity is None:
                request.session.flush()
                request.user = AnonymousUser()
        request.identity = identity  # type: ignore[attr-defined]
        return self.get_response(request)


def _identity(request: HttpRequest) -> Identity | None:
    try:
        return identify_cookie(request)
    except Banned:
        return None
