"""The addresses of the local store: content is posted, put in parts, and fetched, by whoever bears a grant.

No cookie counts here: an address is all that is needed, as at a bucket of S3.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, suppress
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from apps.core.api_errors import error_response
from apps.core.errors import Forbidden, Invalid, NotFound, ParleyError, TooLarge
from apps.files import ranges
from apps.files.stores import grants, store
from apps.files.stores.folder import ADDRESS, PORTION_BYTES, FolderStore
from apps.files.stores.grants import Grant

if TYPE_CHECKING:
    from asgiref.typing import HTTPScope

FORM_BYTES = 16 * 1024
"""What a form has around its file."""


def most_bytes(scope: "HTTPScope") -> int | None:
    """Return how long a body may be that comes to an address of the local store; None for any other request."""
    if not scope["path"].startswith(ADDRESS):
        return None
    text = parse_qs(scope["query_string"].decode("latin-1")).get("grant", [""])[0]
    grant = grants.read(text, scope["method"], scope["path"].removeprefix(ADDRESS))
    return grant.most + FORM_BYTES if grant else 0


@csrf_exempt
def stored(request: HttpRequest, key: str) -> HttpResponseBase:
    """Answer an address that `FolderStore` gave."""
    folder = store()
    grant = grants.read(request.GET.get("grant", ""), request.method or "", key)
    try:
        if not isinstance(folder, FolderStore):
            raise NotFound
        if grant is None:
            raise Forbidden("This address is void.")
        return _ANSWERS[grant.method](folder, request, grant)
    except ParleyError as error:
        return error_response(error)


def _fetch(folder: FolderStore, request: HttpRequest, grant: Grant) -> HttpResponseBase:
    size = folder.size(grant.key)
    if size is None:
        raise NotFound
    try:
        part = ranges.asked(request.headers.get("Range"), size)
    except ranges.Unsatisfiable:
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        return HttpResponse(status=status, headers={"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=300",
        "Content-Disposition": grant.disposition,
        "Content-Length": str(end - start),
        "Content-Type": grant.media_type,
    }
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    portions = folder.read(grant.key, start, end - start)
    # Opened before anything is answered: what is deleted then is not found, what is deleted later is still whole.
    portions = chain([next(portions, b"")], portions)
    # Under ASGI, which alone has a scope, other requests go on while the disk is read.
    streamed = _off_the_loop(portions) if hasattr(request, "scope") else portions
    return StreamingHttpResponse(streamed, status=status, headers=headers)


def _post(folder: FolderStore, request: HttpRequest, grant: Grant) -> HttpResponse:
    with ExitStack() as until:
        arrivals = _Arrivals(folder, until)
        request.upload_handlers = [arrivals]
        with suppress(MultiPartParserError):
            request.FILES  # noqa: B018 (reading it has the form parsed)
        arrived = arrivals.whole.get("file")
        size = arrived.stat().st_size if arrived else 0
        if arrived is None or not size:
            raise Invalid("Post a form whose last part, `file`, is the content.", attr="file")
        if size > grant.most:
            raise TooLarge
        folder.keep(arrived, grant.key)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _put(folder: FolderStore, request: HttpRequest, grant: Grant) -> HttpResponse:
    arrived = 0
    with folder.arriving() as (path, file):
        while portion := request.read(PORTION_BYTES):
            arrived += len(portion)
            if arrived > grant.most:
                raise TooLarge
            file.write(portion)
        if arrived < grant.most:
            raise Invalid("This is not all of it.", attr="content")
        file.flush()
        folder.keep_part(path, grant.key)
    return HttpResponse(status=HTTPStatus.OK)


_ANSWERS: dict[str, Callable[[FolderStore, HttpRequest, Grant], HttpResponseBase]] = {
    "GET": _fetch,
    "POST": _post,
    "PUT": _put,
}


class _Arrivals(FileUploadHandler):
    """Writes what is posted beside where it goes, so that it only has to be renamed; `whole` is by field."""

    def __init__(self, folder: FolderStore, until: ExitStack) -> None:
        super().__init__()
        self._folder = folder
        self._until = until
        self.whole: dict[str, Path] = {}

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._path, self._file = self._until.enter_context(self._folder.arriving())

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 (inherited)
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self._file.flush()
        self.whole[self.field_name or ""] = self._path
        return UploadedFile(self._file, self.file_name, self.content_type, file_size)


async def _off_the_loop(portions: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (portion := await asyncio.to_thread(next, portions, None)) is not None:
        yield portion
