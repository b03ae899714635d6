"""How an error becomes an answer over HTTP: the format of drf-standardized-errors, the codes of docs/protocol.md."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import Error, ErrorType, ExceptionHandlerContext
from rest_framework import exceptions
from rest_framework.response import Response

from apps.core import strictjson
from apps.core.aws.client import AwsError
from apps.core.errors import (
    STATUS,
    ErrorCode,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    NotYet,
    ParleyError,
    RateLimited,
    TooLarge,
    Unauthenticated,
    Unavailable,
)

API_PREFIX = "/api/"
INTERNAL_ERROR = {
    "type": "server_error",
    "errors": [{"code": "error", "detail": "Something went wrong on the server.", "attr": None}],
}


class ApiError(exceptions.APIException):
    """A `ParleyError` in the clothes that DRF knows."""

    def __init__(self, error: ParleyError) -> None:
        super().__init__(error.detail, error.code)
        self.error = error
        self.status_code = STATUS[error.code]


class ErrorFormatter(ExceptionFormatter):
    """Formats what `as_parley_error` knows; anything else is a fault of ours and says nothing about itself."""

    def get_error_type(self) -> ErrorType:
        return error_type(self.exc.error) if isinstance(self.exc, ApiError) else "server_error"

    def get_errors(self) -> list[Error]:
        if isinstance(self.exc, ApiError):
            error = self.exc.error
            return [Error(error.code, error.detail, error.attr)]
        return [Error(**INTERNAL_ERROR["errors"][0])]  # type: ignore[arg-type]


class ApiExceptionHandler(ExceptionHandler):
    def convert_known_exceptions(self, exc: Exception) -> Exception:
        error = as_parley_error(exc)
        return ApiError(error) if error else exc

    def should_not_handle(self, exc: Exception) -> bool:  # noqa: ARG002 (the signature is inherited)
        """Answer JSON with DEBUG too; the traceback is in the log."""
        return False

    def report_exception(self, exc: exceptions.APIException, response: Response) -> None:
        """Log faults, and tell those who watch for them; what is merely not ready yet is none."""
        if isinstance(exc, ApiError) and isinstance(exc.error, NotYet):
            response._has_been_logged = True  # type: ignore[attr-defined] # noqa: SLF001 (Django's mark)
        else:
            super().report_exception(exc, response)

    def get_headers(self, exc: exceptions.APIException) -> dict[str, str]:
        return headers(exc.error) if isinstance(exc, ApiError) else {}


def exception_handler(exc: Exception, context: ExceptionHandlerContext) -> Response | None:
    """Answer `exc`: DRF's `EXCEPTION_HANDLER`."""
    return ApiExceptionHandler(exc, context).run()


def as_parley_error(exc: Exception) -> ParleyError | None:
    """Return what the caller is told about `exc`; None for a fault that nobody foresaw."""
    if isinstance(exc, ParleyError):
        return exc
    for kinds, make in _TRANSLATIONS:
        if isinstance(exc, kinds):
            return make(exc)
    return None


def error_type(error: ParleyError) -> ErrorType:
    if error.code is ErrorCode.INVALID:
        return "validation_error"
    return "server_error" if error.code is ErrorCode.UNAVAILABLE else "client_error"


def headers(error: ParleyError) -> dict[str, str]:
    """Return the headers that belong to `error`: RFC 9110, sections 10.2.3 and 11.6.1."""
    if error.code in {ErrorCode.RATE_LIMITED, ErrorCode.UNAVAILABLE}:
        return {"Retry-After": str(error.retry_after or 1)}
    return {"WWW-Authenticate": "Bearer"} if STATUS[error.code] == STATUS[ErrorCode.UNAUTHENTICATED] else {}


def error_body(error: ParleyError) -> dict[str, Any]:
    return {
        "type": error_type(error),
        "errors": [{"code": error.code, "detail": error.detail, "attr": error.attr}],
    }


def error_response(error: ParleyError) -> HttpResponse:
    """Return the answer for `error` outside a DRF view: middleware, unknown addresses."""
    return _json(error_body(error), STATUS[error.code], headers(error))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address: Django's `handler404`."""
    if request.path.startswith(API_PREFIX):
        return error_response(NotFound())
    return defaults.page_not_found(request, exception)


@csrf_exempt  # there is nothing to protect, and a POST is owed the same 404
def unknown_address(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """Answer whatever under `/api/` nothing else does, with DEBUG too."""
    return error_response(NotFound())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refused: Django's `handler400`."""
    if request.path.startswith(API_PREFIX):
        return error_response(as_parley_error(exception) or Invalid())
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refusal outside the views: Django's `handler403`."""
    if request.path.startswith(API_PREFIX):
        return error_response(Forbidden())
    return defaults.permission_denied(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a failed CSRF check of a page outside `/api/`: Django's `CSRF_FAILURE_VIEW`."""
    return permission_denied(request, PermissionDenied(reason))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours outside the views: Django's `handler500`."""
    if request.path.startswith(API_PREFIX):
        return _json(INTERNAL_ERROR, 500, {})
    return defaults.server_error(request)


def _json(body: dict[str, Any], status: int, extra: dict[str, str]) -> HttpResponse:
    return HttpResponse(
        strictjson.encode(body), status=status, content_type="application/json", headers=extra
    )


def _detail(exc: Exception) -> str:
    return str(getattr(exc, "detail", ""))


def _first_invalid(exc: Exception) -> Invalid:
    """Return the first of the errors that DRF collected."""
    detail, attr = getattr(exc, "detail", ""), None
    while isinstance(detail, (dict, list)):
        if isinstance(detail, dict):
            attr, detail = next(iter(detail.items()), (attr, ""))
        else:
            detail = next(iter(detail), "")
    return Invalid(str(detail), attr=attr)


def _rate_limited(exc: Exception) -> RateLimited:
    return RateLimited(retry_after=int(getattr(exc, "wait", None) or 1))


_TRANSLATIONS: list[tuple[tuple[type[Exception], ...], Callable[[Exception], ParleyError]]] = [
    ((Http404, exceptions.NotFound), lambda _: NotFound()),
    ((PermissionDenied, exceptions.PermissionDenied), lambda exc: Forbidden(_detail(exc))),
    ((exceptions.NotAuthenticated,), lambda _: Unauthenticated()),
    ((exceptions.AuthenticationFailed,), lambda exc: Unauthenticated(_detail(exc))),
    ((exceptions.MethodNotAllowed,), lambda exc: MethodNotAllowed(_detail(exc))),
    ((exceptions.Throttled,), _rate_limited),
    (
        (
            exceptions.ValidationError,
            exceptions.ParseError,
            exceptions.UnsupportedMediaType,
            exceptions.NotAcceptable,
        ),
        _first_invalid,
    ),
    ((RequestDataTooBig,), lambda _: TooLarge()),
    ((SuspiciousOperation,), lambda _: Invalid()),
    ((OperationalError, InterfaceError, AwsError), lambda _: Unavailable()),
]
"""From the special to the general: `RequestDataTooBig` is a `SuspiciousOperation`."""
