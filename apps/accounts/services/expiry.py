"""What is of no more use, and goes."""

from django.conf import settings

from apps.accounts.models import DeviceSession, EndReason, RefreshToken, Ticket
from apps.accounts.services.sessions import end_sessions
from apps.core.clock import DatabaseNow
from apps.core.transactions import run


def clear_expired() -> dict[str, int]:
    """Delete expired tickets and refresh tokens, and device sessions that ended a token's lifetime ago.

    Sessions unused for that long end: nobody holds a proof of them any more. Returns how many rows went, by kind.
    """
    horizon = DatabaseNow() - settings.REFRESH_TOKEN_LIFETIME
    unused = DeviceSession.objects.filter(last_used_at__lt=horizon, ended_at=None)
    run(lambda: end_sessions(unused, reason=EndReason.SIGNED_OUT))
    return {
        "tickets": Ticket.objects.filter(expires_at__lt=DatabaseNow()).delete()[0],
        "refresh tokens": RefreshToken.objects.filter(expires_at__lt=DatabaseNow()).delete()[0],
        "sessions": DeviceSession.objects.filter(ended_at__lt=horizon).delete()[0],
    }
