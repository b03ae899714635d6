"""What a REST call takes and answers, written beside the view and read by `openapi.py` when somebody asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

Row = TypeVar("Row")
View = TypeVar("View", bound=Callable[..., Any])


class Page(msgspec.Struct, Generic[Row]):
    """One page of a list; `next` and `previous` are complete addresses."""

    results: list[Row]
    next: str | None
    previous: str | None


class ErrorItem(msgspec.Struct):
    """One reason; `attr` names the field, if it is one field's."""

    code: str
    detail: str
    attr: str | None


class ErrorAnswer(msgspec.Struct):
    """What every error answers."""

    type: str
    errors: list[ErrorItem]


@dataclass(frozen=True, slots=True)
class Operation:
    body: type | None
    query: type[msgspec.Struct] | None
    answers: dict[int, Any]
    errors: tuple[int, ...]


def documented(
    *,
    answers: dict[int, Any],
    body: type | None = None,
    query: type[msgspec.Struct] | None = None,
    errors: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Note what the decorated method of a view takes and answers.

    `answers` maps each status to its struct (`Page[Message]` and `A | B` serve too), None for an empty body.
    `errors` are the statuses of the errors it may answer beside those that follow from its having a body, a query, a
    path parameter or a signed-in caller, and beside 429 and 503, which every call may.
    """

    def note(view: View) -> View:
        view.operation = Operation(body, query, answers, errors)  # type: ignore[attr-defined]
        return view

    return note
