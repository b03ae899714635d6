"""The caller's devices, and tickets for their sockets."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.accounts.bodies import SocketTicket
from apps.accounts.frames import Session, session
from apps.accounts.selectors import live_sessions
from apps.accounts.services import tickets
from apps.accounts.services.sessions import end_other_sessions, end_session
from apps.core.api import Page, answer, documented, no_content
from apps.core.limits import count
from apps.core.pagination import PageQuery, paginate


class SessionsView(APIView):
    @documented(query=PageQuery, answers={200: Page[Session]})
    def get(self, request: Request) -> Response:
        """List the devices on which one is signed in, the newest first."""
        count("read", str(caller(request).user.id))
        return paginate(
            request,
            live_sessions(caller(request).user),
            ("-id",),
            lambda rows: [session(row, caller(request).session) for row in rows],
        )

    @documented(answers={204: None})
    def delete(self, request: Request) -> Response:
        """End all sessions but this one."""
        count("change", str(caller(request).user.id))
        end_other_sessions(caller(request).session)
        return no_content()


class SessionView(APIView):
    @documented(answers={204: None}, errors=(404,))
    def delete(self, request: Request, session_id: str) -> Response:
        """End one session."""
        count("change", str(caller(request).user.id))
        end_session(caller(request).user, session_id)
        return no_content()


class TicketView(APIView):
    @documented(answers={201: SocketTicket})
    def post(self, request: Request) -> Response:
        """Get a ticket that opens one WebSocket."""
        count("ticket", str(caller(request).user.id))
        ticket = tickets.issue(caller(request).session)
        return answer(
            SocketTicket(
                ticket=ticket,
                url=f"{_socket_address(request)}?ticket={ticket}",
                expires_in=int(settings.TICKET_LIFETIME.total_seconds()),
            ),
            status=201,
        )


def _socket_address(request: Request) -> str:
    """Return where sockets are opened: where the call came, or where a setting says."""
    if settings.SERVERLESS and settings.SERVERLESS.websocket_url:
        return str(settings.SERVERLESS.websocket_url)
    scheme = "wss" if request.is_secure() else "ws"
    return f"{scheme}://{request.get_host()}/ws"
