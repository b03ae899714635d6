"""What the call doctor measures the way to this server with."""

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.core.api import documented, no_content, read_body
from apps.core.limits import count


class Probe(msgspec.Struct, frozen=True):
    filling: str
    """Anything, as far as a body may go: it is thrown away."""


class ProbeView(APIView):
    @documented(body=Probe, answers={204: None}, errors=(400, 413))
    def post(self, request: Request) -> Response:
        """Take what is sent and do nothing with it: a client measures how long that takes."""
        count("probe", str(caller(request).user.id))
        read_body(request, Probe)
        return no_content()
