"""One log line and one id for every HTTP request."""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from apps.core.ids import new_id
from apps.core.logs import log_context, route_of

logger = logging.getLogger("parley.request")

REQUEST_ID_HEADER = "X-Request-ID"
UNLOGGED_PREFIX = "/health/"

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


class RequestLogMiddleware:
    """Gives each request an id, which the answer's `X-Request-ID` and every log line of it carry.

    An id from outside is not taken over: it would let callers write into our logs.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        self.get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        if self._is_async:
            return self._answer_later(request)
        request_id, started = new_id().hex, time.perf_counter()
        with log_context(request_id=request_id):
            response = cast("HttpResponseBase", self.get_response(request))
            return _finished(request, response, request_id, started)

    async def _answer_later(self, request: HttpRequest) -> HttpResponseBase:
        request_id, started = new_id().hex, time.perf_counter()
        with log_context(request_id=request_id):
            response = await cast("Awaitable[HttpResponseBase]", self.get_response(request))
            return _finished(request, response, request_id, started)


def _finished(
    request: HttpRequest, response: HttpResponseBase, request_id: str, started: float
) -> HttpResponseBase:
    response[REQUEST_ID_HEADER] = request_id
    if not request.path.startswith(UNLOGGED_PREFIX):
        fields = {
            "method": request.method,
            "route": route_of(request),
            "status": response.status_code,
            "latency_ms": round((time.perf_counter() - started) * 1000, 1),
            "user_id": _user_id(request),
        }
        logger.info("%(method)s %(route)s %(status)s %(latency_ms)s ms", fields, extra=fields)
    return response


def _user_id(request: HttpRequest) -> str | None:
    """Return who the request turned out to be from, without asking the database for it."""
    user = request.__dict__.get("user")
    if type(user) is SimpleLazyObject:
        user = request.__dict__.get("_cached_user")
    return str(user.pk) if user is not None and user.pk else None
