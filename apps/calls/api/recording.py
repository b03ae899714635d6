"""Taking in what is recorded of a call, part by part."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.calls.bodies import ArrivedPart, ArrivedParts, Completed, NewPart, PartAddress
from apps.calls.services import recordings
from apps.core.api import answer, documented, read_body
from apps.core.limits import count


class PartsView(APIView):
    @documented(answers={200: ArrivedParts})
    def get(self, request: Request, call: str) -> Response:
        """Return which parts have arrived of what one records."""
        user = caller(request).user
        count("read", str(user.id))
        parts = [
            ArrivedPart(number=part.number, size=part.size) for part in recordings.arrived(user.id, call)
        ]
        return answer(ArrivedParts(parts=parts))

    @documented(body=NewPart, answers={200: PartAddress}, errors=(400, 404, 413))
    def post(self, request: Request, call: str) -> Response:
        """Return where a part goes of what one records. The same number again replaces it."""
        user = caller(request).user
        count("change", str(user.id))
        new = read_body(request, NewPart)
        url = recordings.part_address(user.id, call, new.number, new.size)
        return answer(PartAddress(url=url, expires_in=settings.LIMITS["address_seconds"]))


class CompleteView(APIView):
    @documented(answers={200: Completed}, errors=(404, 409))
    def post(self, request: Request, call: str) -> Response:
        """Make what one recorded whole, once it has stopped and its parts have arrived."""
        user = caller(request).user
        count("change", str(user.id))
        recording = recordings.complete(user.id, call)
        return answer(Completed(id=str(recording.id), state=recording.state))
