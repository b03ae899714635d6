"""REST, as every view of the project does it: parse into a struct, call a service or selector, answer a struct.

    class Messages(APIView):
        @documented(body=NewMessage, answers={201: Message, 200: Message}, errors=(400, 401, 403, 404, 409))
        def post(self, request: Request, ref: str) -> Response:
            sent = send_message(request.user, ref, read_body(request, NewMessage))
            return answer(message_view(sent), status=201)

Errors are raised, anywhere below: `api_errors.py` answers them.
"""

from typing import TypeVar

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core import strictjson
from apps.core.api_errors import ErrorFormatter, exception_handler
from apps.core.errors import Invalid
from apps.core.operations import Page, documented

__all__ = [
    "ErrorFormatter",
    "Page",
    "answer",
    "documented",
    "exception_handler",
    "no_content",
    "read_body",
    "read_query",
]

T = TypeVar("T", bound=msgspec.Struct)


def read_body(request: Request, type_: type[T]) -> T:
    """Return the request's body as `type_`; raise `Invalid` or `TooLarge`."""
    return strictjson.convert(request.data, type_)


def read_query(request: Request, type_: type[T]) -> T:
    """Return the query string as `type_`; the last of repeated keys counts, unknown ones are ignored."""
    given = {key: request.query_params[key] for key in request.query_params}
    known = {key: given[key] for key in type_.__struct_encode_fields__ if key in given}
    for key, text in known.items():
        strictjson.check_text(text, attr=key)
    query = strictjson.convert(known, type_, strict=False)
    for key in type_.__struct_fields__:
        _check_number(getattr(query, key), key)
    return query


def answer(value: object, status: int = 200) -> Response:
    """Return `value`, a struct or a list of them, as the answer."""
    return Response(value, status=status)


def no_content() -> Response:
    return Response(status=204)


def _check_number(value: object, attr: str) -> None:
    if isinstance(value, (int, float)) and not -strictjson.NUMBER_BOUND <= value < strictjson.NUMBER_BOUND:
        raise Invalid("A number is too large.", attr=attr)
