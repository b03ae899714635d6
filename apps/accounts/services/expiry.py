"""What is of no more use, and goes."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from apps.accounts.models import DeviceSession, EndReason, RefreshToken, Ticket
from apps.accounts.services.sessions import end_sessions
from apps.core.clock import DatabaseNow
from apps.core.portions import in_portions, portion_of
from apps.core.transactions import run


def clear_expired() -> dict[str, int]:
    """Delete what has expired: tickets, refresh tokens, cookie sessions; and device sessions that ended long ago.

    That is a token's lifetime. Those unused for as long end: nobody holds a proof of them any more. Returns how many
    rows went, by kind.
    """
    horizon = DatabaseNow() - settings.REFRESH_TOKEN_LIFETIME
    unused = DeviceSession.objects.filter(last_used_at__lt=horizon, ended_at=None)
    for portion in in_portions(unused):
        run(partial(end_sessions, portion, reason=EndReason.SIGNED_OUT))
    return {
        "tickets": _deleted(Ticket.objects.filter(expires_at__lt=DatabaseNow())),
        "refresh tokens": _deleted(RefreshToken.objects.filter(expires_at__lt=DatabaseNow())),
        "cookie sessions": _deleted(Session.objects.filter(expire_date__lt=DatabaseNow())),
        "sessions": _deleted(DeviceSession.objects.filter(ended_at__lt=horizon)),
    }


def _deleted(rows: "QuerySet[Any]") -> int:
    """Delete these rows, a portion a transaction, and return how many went."""
    deleted = 0
    while (portion := portion_of(rows)) is not None:
        deleted += run(partial(_delete, portion))
    return deleted


def _delete(rows: "QuerySet[Any]") -> int:
    return rows.delete()[0]
