"""The browser's sign-in: a Django session that carries the id of a device session. The admin's is the same."""

from typing import Any

from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from rest_framework.authentication import CSRFCheck
from rest_framework.response import Response

from apps.accounts.devices import device_name
from apps.accounts.identity import Identity, identify_session
from apps.accounts.models import EndReason, User
from apps.accounts.services.sessions import end_sessions, start_session
from apps.core.address import request_address
from apps.core.errors import Forbidden
from apps.core.ids import parse_id

SESSION_KEY = "device_session"
DEVICE_ATTRIBUTE = "_device_name"


def sign_in(request: HttpRequest, user: User, *, device: str = "") -> None:
    """Give the browser a session cookie for `user`; whoever was signed in there is signed out."""
    logout(request)
    setattr(request, DEVICE_ATTRIBUTE, device)
    login(request, user)


def sign_out(request: HttpRequest) -> None:
    """End the browser's session and the device session behind it."""
    logout(request)


def stay_signed_in(request: HttpRequest, identity: Identity) -> None:
    """Keep the browser's session, if it is the one that called, through a change of the password."""
    if request.session.get(SESSION_KEY) == str(identity.session.id):
        update_session_auth_hash(request, identity.user)


def identify_cookie(request: HttpRequest) -> Identity | None:
    """Return who is signed in by the request's session cookie; raise `Banned`."""
    session_id = parse_id(str(request.session.get(SESSION_KEY, "")))
    return identify_session(session_id) if session_id else None


def identity_of(request: HttpRequest) -> Identity | None:
    """Return what the middleware found out about the request's cookie.

    Not `request.user`, which DRF overwrites with whomever its own authentication finds.
    """
    identity: Identity | None = getattr(request, "identity", None)
    return identity


def enforce_csrf(request: HttpRequest) -> None:
    """Raise `Forbidden` unless the request carries the CSRF token that its cookie belongs to.

    DRF takes Django's own check away from its views, also from those that sign in: see "login CSRF" in Barth,
    Jackson and Mitchell, "Robust Defenses for Cross-Site Request Forgery" (2008).
    """
    check = CSRFCheck(lambda _: Response())
    check.process_request(request)
    reason = check.process_view(request, lambda _: Response(), (), {})
    if reason:
        raise Forbidden(f"CSRF: {reason}")


@receiver(user_logged_in)
def _start_device_session(request: HttpRequest, user: User, **_: Any) -> None:
    name = device_name(getattr(request, DEVICE_ATTRIBUTE, ""), request.META.get("HTTP_USER_AGENT", ""))
    session = start_session(user, name=name, address=request_address(request))
    request.session[SESSION_KEY] = str(session.id)


@receiver(user_logged_out)
def _end_device_session(request: HttpRequest, **_: Any) -> None:
    session_id = parse_id(str(request.session.get(SESSION_KEY, "")))
    if session_id:
        end_sessions([session_id], reason=EndReason.SIGNED_OUT)
