"""How REST recognises its callers: `request.user` is a User, `request.auth` the DeviceSession."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from apps.accounts.cookies import enforce_csrf, identity_of
from apps.accounts.identity import Identity, identify_access
from apps.accounts.models import DeviceSession, User
from apps.core.errors import Unauthenticated

SCHEME = "bearer"


def caller(request: Request) -> Identity:
    """Return who calls a view that asks for it: REST framework's own types allow anybody here."""
    user, session = request.user, request.auth
    if not isinstance(user, User) or not isinstance(session, DeviceSession):
        raise Unauthenticated
    return Identity(user, session)


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access>`: RFC 6750, section 2.1."""

    def authenticate(self, request: Request) -> Identity | None:
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        if not token:
            raise Unauthenticated
        return identify_access(token.strip())

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 (inherited)
        return "Bearer"


class CookieAuthentication(BaseAuthentication):
    """The browser's session cookie, with CSRF."""

    def authenticate(self, request: Request) -> Identity | None:
        django_request = request._request  # noqa: SLF001 (the way DRF itself takes)
        identity = identity_of(django_request)
        if identity is not None:
            enforce_csrf(django_request)
        return identity
