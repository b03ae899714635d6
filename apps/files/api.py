"""Files: announced, completed, fetched."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponseRedirect
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.api import answer, documented, no_content, read_body, read_query
from apps.core.errors import NotFound
from apps.core.limits import count
from apps.files import kinds
from apps.files.access import access_content
from apps.files.bodies import AddressQuery, FileAddress, NewFile, NewUpload
from apps.files.frames import Attachment, attachment
from apps.files.models import File
from apps.files.selectors import address_of, thumbnail_address_of
from apps.files.services import uploads
from apps.files.stores import Upload

KEPT_SHORTER = 60
"""Seconds by which a browser forgets an address before it is void."""


class FilesView(APIView):
    @documented(body=NewFile, answers={201: NewUpload}, errors=(409,))
    def post(self, request: Request) -> Response:
        """Announce a file, and learn where its content is posted to."""
        count("upload", str(_caller(request)))
        file, upload = uploads.begin(_caller(request), read_body(request, NewFile))
        whole = Upload(url=request.build_absolute_uri(upload.url), fields=upload.fields)
        seconds = settings.LIMITS["upload_seconds"]
        return answer(NewUpload(id=str(file.id), upload=whole, expires_in=seconds), status=201)


class FileView(APIView):
    @documented(query=AddressQuery, answers={200: FileAddress})
    def get(self, request: Request, file: str) -> Response:
        """Learn where a file may be fetched; 503 while it is checked."""
        count("read", str(_caller(request)))
        found = access_content(_caller(request), file)
        shown = not read_query(request, AddressQuery).download
        url = request.build_absolute_uri(address_of(found, shown=shown))
        return answer(FileAddress(url=url, expires_in=settings.LIMITS["address_seconds"]))

    @documented(answers={204: None}, errors=(409,))
    def delete(self, request: Request, file: str) -> Response:
        """Forget a file of one's own that hangs on nothing."""
        count("change", str(_caller(request)))
        uploads.cancel(_caller(request), file)
        return no_content()


class CompleteView(APIView):
    @documented(answers={200: Attachment}, errors=(400,))
    def post(self, request: Request, file: str) -> Response:
        """Say that the content was posted; it is checked at once, or soon."""
        count("change", str(_caller(request)))
        return answer(attachment(uploads.complete(_caller(request), file)))


class ThumbnailView(APIView):
    @documented(answers={302: None})
    def get(self, request: Request, file: str) -> HttpResponseRedirect:
        """Lead to a picture's thumbnail; 503 while it is checked."""
        count("read", str(_caller(request)))
        return to_thumbnail(access_content(_caller(request), file))


def to_thumbnail(file: File) -> HttpResponseRedirect:
    """Lead to the thumbnail of a file that the caller may have. Raises `NotFound` for what is no picture."""
    if file.media_type not in kinds.PICTURES:
        raise NotFound
    kept = settings.LIMITS["address_seconds"] - KEPT_SHORTER
    headers = {"Cache-Control": f"private, max-age={kept}"}
    return HttpResponseRedirect(thumbnail_address_of(file), headers=headers)


def _caller(request: Request) -> UUID:
    return UUID(str(request.user.pk))
