"""Tickets: the right to open one WebSocket, for browsers, which can send no header with a handshake."""

from django.conf import settings

from apps.accounts.digests import digest, new_secret
from apps.accounts.models import DeviceSession, Ticket
from apps.core.clock import DatabaseNow
from apps.core.errors import Unauthenticated
from apps.core.transactions import read


def issue(session: DeviceSession) -> str:
    """Return a ticket for one socket of this device session, good for `TICKET_LIFETIME`."""
    secret = new_secret()
    Ticket.objects.create(
        digest=digest(secret), session=session, expires_at=DatabaseNow() + settings.TICKET_LIFETIME
    )
    return secret


def consume(ticket: str) -> DeviceSession:
    """Return the device session (with its user) of a ticket, which is gone then; raise `Unauthenticated`."""
    found = Ticket.objects.select_related("session__user").filter(digest=digest(ticket)).first()
    # The deletion decides: of two processes that found the ticket, one deletes it.
    if found is None or not _delete(found):
        raise Unauthenticated
    return found.session


def _delete(ticket: Ticket) -> bool:
    same = Ticket.objects.filter(digest=ticket.digest, expires_at__gt=DatabaseNow())
    # Where nobody waits for the other's lock, whoever is second is told to look again.
    deleted, _ = read(same.delete)
    return deleted == 1
