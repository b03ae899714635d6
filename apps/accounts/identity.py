"""Who calls: the one way from a proof (access token, ticket, cookie) to a user and a device session."""

from typing import NamedTuple
from uuid import UUID

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken

from apps.accounts.models import DeviceSession, User
from apps.accounts.selectors import is_banned
from apps.accounts.services import tickets
from apps.accounts.services.sessions import mark_used
from apps.core.errors import Banned, Unauthenticated
from apps.core.ids import parse_id


class Identity(NamedTuple):
    """A user, and the device session from which they call."""

    user: User
    session: DeviceSession


def identify_access(token: str) -> Identity:
    """Return who holds this access token, in one query; raise `Unauthenticated` or `Banned`."""
    session_id = _session_named_in(token)
    identity = identify_session(session_id) if session_id else None
    if identity is None:
        raise Unauthenticated
    return identity


def identify_ticket(ticket: str) -> Identity:
    """Return who holds this ticket, which is used up then; raise `Unauthenticated` or `Banned`."""
    identity = _judge(tickets.consume(ticket))
    if identity is None:
        raise Unauthenticated
    return identity


def identify_session(session_id: UUID) -> Identity | None:
    """Return who is signed in by this device session, None when it is over; raise `Banned`."""
    session = DeviceSession.objects.select_related("user").filter(id=session_id).first()
    return _judge(session) if session else None


def _judge(session: DeviceSession) -> Identity | None:
    if is_banned(session.user):
        raise Banned
    if session.ended_at is not None or not session.user.is_active:
        return None
    mark_used(session)
    return Identity(session.user, session)


def _session_named_in(token: str) -> UUID | None:
    if not token.isascii():
        return None
    try:
        # The stubs know the argument as a token object only; the library documents the text.
        claims = AccessToken(token)  # type: ignore[arg-type]
    except TokenError:
        return None
    return parse_id(str(claims.get("sid")))
