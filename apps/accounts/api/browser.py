"""The same sign-in and sign-out for browsers, by cookie."""

from django.middleware.csrf import get_token
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import cookies
from apps.accounts.api.auth import PublicView, plain
from apps.accounts.bodies import CookieSession, Credentials
from apps.accounts.frames import brief
from apps.accounts.models import User
from apps.accounts.services.accounts import check_password
from apps.core.address import request_address
from apps.core.api import answer, documented, no_content, read_body


class CookieView(PublicView):
    @documented(answers={200: CookieSession})
    def get(self, request: Request) -> Response:
        """Say who is signed in here, and give the CSRF token."""
        identity = cookies.identity_of(plain(request))
        return _answer(request, identity.user if identity else None)

    @documented(body=Credentials, answers={200: CookieSession}, errors=(400, 401, 403))
    def post(self, request: Request) -> Response:
        """Sign in with a password."""
        django_request = plain(request)
        cookies.enforce_csrf(django_request)
        body = read_body(request, Credentials)
        user = check_password(body.username, body.password, address=request_address(django_request))
        cookies.sign_in(django_request, user, device=body.device)
        return _answer(request, user)

    @documented(answers={204: None}, errors=(403,))
    def delete(self, request: Request) -> Response:
        """Sign out; whoever is not signed in is, already."""
        django_request = plain(request)
        cookies.enforce_csrf(django_request)
        cookies.sign_out(django_request)
        return no_content()


def _answer(request: Request, user: User | None) -> Response:
    return answer(CookieSession(user=brief(user) if user else None, csrf_token=get_token(plain(request))))
