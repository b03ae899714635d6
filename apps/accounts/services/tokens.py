"""Access tokens (JWT, RFC 7519) and the chain of refresh tokens behind them (RFC 9700, section 4.14)."""

from enum import Enum
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef
from rest_framework_simplejwt.tokens import AccessToken

from apps.accounts.digests import digest, new_secret, successor
from apps.accounts.models import DeviceSession, EndReason, RefreshToken
from apps.accounts.selectors import is_banned
from apps.accounts.services.sessions import end_sessions
from apps.core.clock import DatabaseNow
from apps.core.errors import Banned, TokenReused, Unauthenticated
from apps.core.transactions import run


class Pair(NamedTuple):
    """What a device holds: a token for ten minutes of calls, and one for the next pair."""

    access: str
    refresh: str


class _Outcome(Enum):
    ISSUED = "issued"
    REUSED = "reused"
    REFUSED = "refused"


def issue_access(session: DeviceSession) -> str:
    """Return an access token that names the session and its user; whether both still stand is asked on each use."""
    token = AccessToken()
    # Another process may issue and this one read: a clock that is a second behind would find it is from the future.
    del token["iat"]
    token["sub"] = str(session.user_id)
    token["sid"] = str(session.id)
    return str(token)


def issue_pair(session: DeviceSession) -> Pair:
    """Return the first pair of a device session."""
    secret = new_secret()
    _store(secret, session)
    return Pair(issue_access(session), secret)


def refresh(secret: str) -> Pair:
    """Exchange a refresh token for its successor.

    Whoever loses a race, or lost the answer, gets the same successor for `REFRESH_GRACE`, until the successor is used.
    Any later use ends the session. Raises `Unauthenticated`, `Banned`, `TokenReused`.
    """
    token = _find(secret)
    if token is None:
        raise Unauthenticated
    if is_banned(token.session.user):
        raise Banned
    outcome = run(lambda: _exchange(secret, token.session))
    if outcome is _Outcome.REUSED:
        raise TokenReused
    if outcome is _Outcome.REFUSED:
        raise Unauthenticated
    return Pair(issue_access(token.session), successor(secret))


def sign_out(secret: str) -> None:
    """End the device session of this refresh token; raise `Unauthenticated` for one that is not known."""
    token = _find(secret)
    if token is None:
        raise Unauthenticated
    run(lambda: end_sessions([token.session_id], reason=EndReason.SIGNED_OUT))


def _find(secret: str) -> RefreshToken | None:
    return RefreshToken.objects.select_related("session__user").filter(digest=digest(secret)).first()


def _exchange(secret: str, session: DeviceSession) -> _Outcome:
    if _consume(secret):
        _store(successor(secret), session, predecessor=secret)
        DeviceSession.objects.filter(id=session.id).update(last_used_at=DatabaseNow())
        return _Outcome.ISSUED
    return _after_use(secret, session)


def _consume(secret: str) -> bool:
    """Whether this call is the one that used the token: one statement decides, whoever else tries at the same time.

    The conditions stand on the token's own row, which PostgreSQL checks again after waiting for its lock.
    """
    live = DeviceSession.objects.filter(id=OuterRef("session_id"), ended_at=None, user__is_active=True)
    usable = RefreshToken.objects.filter(
        Exists(live), digest=digest(secret), used_at=None, expires_at__gt=DatabaseNow()
    )
    return usable.update(used_at=DatabaseNow()) == 1


def _after_use(secret: str, session: DeviceSession) -> _Outcome:
    token = (
        RefreshToken.objects.annotate(now=DatabaseNow())
        .select_related("session__user")
        .get(digest=digest(secret))
    )
    if token.used_at is None:
        return _Outcome.REFUSED
    unused_successor = RefreshToken.objects.filter(digest=digest(successor(secret)), used_at=None)
    if token.now - token.used_at > settings.REFRESH_GRACE or not unused_successor.exists():
        end_sessions([session.id], reason=EndReason.SIGNED_OUT)
        return _Outcome.REUSED
    live = token.session.ended_at is None and token.session.user.is_active
    return _Outcome.ISSUED if live else _Outcome.REFUSED


def _store(secret: str, session: DeviceSession, *, predecessor: str | None = None) -> None:
    RefreshToken.objects.create(
        digest=digest(secret),
        session=session,
        predecessor=digest(predecessor) if predecessor else "",
        expires_at=DatabaseNow() + settings.REFRESH_TOKEN_LIFETIME,
    )
