"""Signing up, in and out with tokens, and the password."""

from django.http import HttpRequest
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import cookies
from apps.accounts.authentication import caller
from apps.accounts.bodies import (
    Credentials,
    PasswordChange,
    Refresh,
    Registration,
    SignedIn,
    SignedInByCookie,
    Tokens,
)
from apps.accounts.devices import device_name
from apps.accounts.frames import brief
from apps.accounts.models import User
from apps.accounts.services import accounts, tokens
from apps.accounts.services.sessions import start_session
from apps.core.address import request_address
from apps.core.api import answer, documented, no_content, read_body
from apps.core.limits import count_address


class PublicView(APIView):
    """Asks nobody who they are: a stale token in a header must not keep anybody from signing in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class RegisterView(PublicView):
    @documented(body=Registration, answers={201: SignedIn | SignedInByCookie}, errors=(400, 403))
    def post(self, request: Request) -> Response:
        """Make an account, and sign in."""
        body = read_body(request, Registration)
        django_request = plain(request)
        if body.cookie:
            cookies.enforce_csrf(django_request)
        user = accounts.register(body, address=request_address(django_request))
        if body.cookie:
            cookies.sign_in(django_request, user, device=body.device)
            return answer(SignedInByCookie(user=brief(user)), status=201)
        return answer(_sign_in(django_request, user, body.device), status=201)


class TokenView(PublicView):
    @documented(body=Credentials, answers={200: SignedIn}, errors=(400, 401, 403))
    def post(self, request: Request) -> Response:
        """Sign in with a password."""
        body = read_body(request, Credentials)
        django_request = plain(request)
        user = accounts.check_password(body.username, body.password, address=request_address(django_request))
        return answer(_sign_in(django_request, user, body.device))


class RefreshView(PublicView):
    @documented(body=Refresh, answers={200: Tokens}, errors=(400, 401, 403))
    def post(self, request: Request) -> Response:
        """Exchange a refresh token for its successor."""
        _count_refresh(request)
        pair = tokens.refresh(read_body(request, Refresh).refresh)
        return answer(Tokens(access=pair.access, refresh=pair.refresh))


class LogoutView(PublicView):
    @documented(body=Refresh, answers={204: None}, errors=(400, 401))
    def post(self, request: Request) -> Response:
        """End the session of a refresh token."""
        _count_refresh(request)
        tokens.sign_out(read_body(request, Refresh).refresh)
        return no_content()


class PasswordView(APIView):
    @documented(body=PasswordChange, answers={204: None}, errors=(400,))
    def post(self, request: Request) -> Response:
        """Change one's password; all other sessions end."""
        body = read_body(request, PasswordChange)
        accounts.change_password(caller(request).session, old=body.old, new=body.new)
        cookies.stay_signed_in(plain(request), caller(request))
        return no_content()


def plain(request: Request) -> HttpRequest:
    """Return the request that Django knows, with its session and cookies."""
    return request._request  # noqa: SLF001 (the way DRF itself takes)


def _sign_in(request: HttpRequest, user: User, device: str) -> SignedIn:
    name = device_name(device, request.META.get("HTTP_USER_AGENT", ""))
    pair = tokens.issue_pair(start_session(user, name=name, address=request_address(request)))
    return SignedIn(user=brief(user), access=pair.access, refresh=pair.refresh)


def _count_refresh(request: Request) -> None:
    count_address("refresh", request_address(plain(request)))
