"""Device sessions: where one begins, is used, and ends."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import DeviceSession, EndReason, User
from apps.accounts.selectors import live_sessions
from apps.core.clock import DatabaseNow
from apps.core.errors import NotFound
from apps.core.ids import parse_id
from apps.core.transactions import read, run
from apps.fanout.events import SessionsEnded
from apps.fanout.publish import publish_on_commit

CLOSE_CODES: dict[EndReason, int] = {EndReason.SIGNED_OUT: 4401, EndReason.BANNED: 4403}
"""What the sockets of an ended session are closed with: section 3 of docs/protocol.md."""

USE_IS_WRITTEN_EVERY = timedelta(minutes=1)


def start_session(user: User, *, name: str, address: str | None) -> DeviceSession:
    """Return a new device session; beyond `LIMITS["device_sessions"]` those unused for longest end."""

    def work() -> DeviceSession:
        session = DeviceSession.objects.create(user=user, name=name, address=address)
        surplus = live_sessions(user).exclude(id=session.id).order_by("-last_used_at")
        end_sessions(
            [row.id for row in surplus.only("id")[settings.LIMITS["device_sessions"] - 1 :]],
            reason=EndReason.SIGNED_OUT,
        )
        return session

    return run(work)


def end_sessions(sessions: QuerySet[DeviceSession] | Iterable[UUID], *, reason: EndReason) -> None:
    """End these device sessions: their tokens are void at once, their sockets close within a second."""
    rows = sessions if isinstance(sessions, QuerySet) else DeviceSession.objects.filter(id__in=list(sessions))
    ending = dict(rows.filter(ended_at=None).values_list("id", "user_id"))
    if not ending:
        return
    live = DeviceSession.objects.filter(id__in=list(ending), ended_at=None)
    live.update(ended_at=DatabaseNow(), end_reason=reason)
    publish_on_commit(
        SessionsEnded(
            sessions=tuple(str(session) for session in ending),
            code=CLOSE_CODES[reason],
            users=tuple({str(user) for user in ending.values()}),
        )
    )


def end_session(user: User, ref: str) -> None:
    """End one of the caller's own device sessions; raise `NotFound` for any other."""
    session_id = parse_id(ref)
    if session_id is None:
        raise NotFound
    session = live_sessions(user).filter(id=session_id)

    def work() -> None:
        if not session.exists():
            raise NotFound
        end_sessions(session, reason=EndReason.SIGNED_OUT)

    run(work)


def end_other_sessions(current: DeviceSession) -> None:
    """End every device session of the same user but `current`."""
    others = live_sessions(current.user).exclude(id=current.id)
    run(lambda: end_sessions(others, reason=EndReason.SIGNED_OUT))


def mark_used(session: DeviceSession) -> None:
    """Remember that the device was here; written at most once a minute, so that a request costs no write."""
    if timezone.now() - session.last_used_at < USE_IS_WRITTEN_EVERY:
        return
    stale = DeviceSession.objects.filter(id=session.id, last_used_at__lt=DatabaseNow() - USE_IS_WRITTEN_EVERY)
    read(lambda: stale.update(last_used_at=DatabaseNow()))
