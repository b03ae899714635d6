"""Views that answer with every kind of error, and the project's own handlers."""

from typing import NoReturn

import msgspec
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest
from django.urls import include, path
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import User
from apps.core import errors
from apps.core.api import Page, answer, documented, no_content, read_body, read_query
from apps.core.pagination import PageQuery, paginate

FAULTS: dict[str, Exception] = {
    "absent": Http404(),
    "absent-drf": exceptions.NotFound("This very thing is not here."),
    "hidden": errors.NotFound(),
    "denied": PermissionDenied(),
    "denied-drf": exceptions.PermissionDenied("CSRF Failed: CSRF token missing."),
    "nobody": exceptions.NotAuthenticated(),
    "bad-token": errors.Unauthenticated(),
    "wrong-field": exceptions.ValidationError({"name": ["Too short."]}),
    "wrong": exceptions.ParseError("What?"),
    "suspicious": SuspiciousOperation(),
    "huge": RequestDataTooBig(),
    "often": exceptions.Throttled(wait=9),
    "too-often": errors.RateLimited(retry_after=7),
    "database": OperationalError("server closed the connection: password=hunter2"),
    "busy": errors.Unavailable(),
    "fault": ZeroDivisionError("secret"),
}


class Thing(msgspec.Struct):
    name: str
    size: int = 0


class Receipt(msgspec.Struct):
    number: int


class ThingQuery(PageQuery):
    size: int | None = None
    wanted: bool = False


class Things(APIView):
    """Things."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @documented(query=ThingQuery, answers={200: Thing})
    def get(self, request: Request) -> Response:
        query = read_query(request, ThingQuery)
        return answer(Thing(str(query.wanted), query.size or 0))

    @documented(body=Thing, answers={200: Thing, 201: Thing | Receipt}, errors=(409,))
    def post(self, request: Request) -> Response:
        return answer(read_body(request, Thing), status=201)

    @documented(answers={204: None})
    def delete(self, request: Request) -> Response:
        return no_content()


class People(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @documented(query=PageQuery, answers={200: Page[Thing]})
    def get(self, request: Request) -> Response:
        """List people."""
        return paginate(
            request, User.objects.all(), ("username",), lambda rows: [Thing(row.username) for row in rows]
        )


class Fault(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @documented(answers={204: None})
    def get(self, request: Request, name: str) -> NoReturn:
        """Fail."""
        raise FAULTS[name]


def page(request: HttpRequest, name: str) -> NoReturn:
    raise FAULTS[name]


urlpatterns = [
    path("api/things", Things.as_view()),
    path("api/people", People.as_view()),
    path("api/faults/<str:name>", Fault.as_view()),
    path("api/plain/<str:name>", page),
    path("pages/<str:name>", page),
    path("health/", include("apps.core.health_urls")),
    path("api/", include("apps.core.urls")),
]

handler400 = "apps.core.api_errors.bad_request"
handler403 = "apps.core.api_errors.permission_denied"
handler404 = "apps.core.api_errors.not_found"
handler500 = "apps.core.api_errors.server_error"
