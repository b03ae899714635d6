"""What a browser needs to reach others."""

import msgspec
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.calls.turn import IceServer, ice_servers
from apps.core.api import answer, documented
from apps.core.limits import count


class IceServers(msgspec.Struct, frozen=True):
    ice_servers: list[IceServer]
    expires_in: int


class IceServersView(APIView):
    @documented(answers={200: IceServers})
    def get(self, request: Request) -> Response:
        """Return the STUN and TURN servers of this installation, with a name and a password for ten minutes."""
        user = caller(request).user
        count("read", str(user.id))
        return answer(IceServers(*ice_servers(user.id, timezone.now())))
