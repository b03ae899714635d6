"""Lists by cursor: a page begins after the last row of the page before it, whatever was added meanwhile."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from django.core import signing
from django.db.models import Model, QuerySet
from rest_framework import pagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from apps.core.api import Page, answer, read_query
from apps.core.errors import Invalid

Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown", bound=msgspec.Struct)

DEFAULT_LIMIT = 50
MOST = 100


class PageQuery(msgspec.Struct, kw_only=True):
    """What every list takes; lists that take more inherit from it."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST)] = DEFAULT_LIMIT
    cursor: str | None = None


class CursorPagination(pagination.CursorPagination):
    """DRF's, with signed cursors: one that was made up, or belongs to another list, is `invalid`."""

    def __init__(self, query: PageQuery, ordering: tuple[str, ...], name: str) -> None:
        self.page_size = query.limit
        self.ordering = ordering
        self._given = query.cursor
        self._salt = f"cursor.{name}.{','.join(ordering)}"

    def decode_cursor(self, request: Request) -> pagination.Cursor | None:  # noqa: ARG002 (inherited)
        if self._given is None:
            return None
        try:
            offset, reverse, position = signing.loads(self._given, salt=self._salt)
        except signing.BadSignature:
            raise Invalid("This cursor is not one of this list's.", attr="cursor") from None
        return pagination.Cursor(offset=offset, reverse=reverse, position=position)

    def encode_cursor(self, cursor: pagination.Cursor) -> str:
        token = signing.dumps([cursor.offset, cursor.reverse, cursor.position], salt=self._salt)
        return replace_query_param(self.base_url or "", self.cursor_query_param, token)


def paginate(
    request: Request,
    queryset: QuerySet[Row, Any],
    ordering: Sequence[str],
    project: Callable[[list[Row]], list[Shown]],
) -> Response:
    """Answer the page of `queryset` that the query string asks for, as `Page[Shown]`.

    `ordering` begins with a field that is never null and nearly unique. Raises `Invalid` for `limit` or `cursor`.
    """
    query = read_query(request, PageQuery)
    pages = CursorPagination(query, tuple(ordering), queryset.model.__name__)
    rows: list[Row] = pages.paginate_queryset(queryset, request) or []
    return answer(Page(results=project(rows), next=pages.get_next_link(), previous=pages.get_previous_link()))
