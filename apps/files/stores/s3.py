"""The store that is a bucket: of S3, or of storage that speaks as S3 does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import BinaryIO
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.http import content_disposition_header

from apps.core.aws import account
from apps.core.aws.bucket import Bucket, succeeded
from apps.core.aws.client import AwsError
from apps.core.aws.wire import Answer
from apps.core.errors import NotFound, Unavailable

from . import Origins, Part, Upload

PORTION_BYTES = 1024 * 1024
"""Read by one request; one that is cut is asked for again alone."""
PART_BYTES = 8 * 1024 * 1024
"""Put by one request; S3 takes no part below 5 MiB but the last."""
MISSING, BEYOND = 404, 416
NAMES = "{*}"
"""S3's elements have a name space, those of some who speak like it have none."""


class BucketStore:
    """`apps.files.stores.Store`, over requests that are short each: no file is ever whole in memory."""

    def __init__(self) -> None:
        given = settings.FILES
        region = given.region or account.region()
        self._bucket = Bucket(given.bucket or "", region, given.endpoint or account.emulator())
        parts = urlsplit(self._bucket.address)
        own = f"{parts.scheme}://{parts.netloc}"
        self._origins = Origins(takes=own, gives=given.origin or own)

    def post(self, key: str, *, size: int, media_type: str, seconds: int) -> Upload:
        fields = self._bucket.form({"key": key, "Content-Type": media_type}, size, seconds)
        return Upload(url=self._bucket.address, fields=fields)

    def address(self, key: str, *, name: str, media_type: str, inline: bool, seconds: int) -> str:
        answered = {
            "response-cache-control": f"private, max-age={seconds}",
            "response-content-disposition": content_disposition_header(not inline, name) or "attachment",
            "response-content-type": media_type,
        }
        # Signed for the bucket's own host, which is the one that whoever gives it asks by.
        signed = self._bucket.presigned("GET", key, answered, seconds)
        return self._origins.gives + signed.removeprefix(self._origins.takes)

    def size(self, key: str) -> int | None:
        try:
            return int(self._ask("HEAD", key).headers["content-length"])
        except NotFound:
            return None

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        end = None if length is None else start + length
        while end is None or start < end:
            upto = start + PORTION_BYTES if end is None else min(start + PORTION_BYTES, end)
            answer = self._portion(key, start, upto)
            if answer is None:
                return
            yield answer.body
            start += len(answer.body)
            if start >= int(answer.headers["content-range"].rpartition("/")[2]):
                return

    def put(self, key: str, content: BinaryIO, media_type: str) -> None:
        first = content.read(PART_BYTES)
        if len(first) < PART_BYTES:
            self._ask("PUT", key, body=first, headers={"content-type": media_type})
            return
        upload = self.begin_parts(key, media_type)
        parts, portion = [], first
        for number in count(1):
            parts.append(self._put_part(key, upload, number, portion))
            portion = content.read(PART_BYTES)
            if not portion:
                break
        self.finish_parts(key, upload, parts)

    def move(self, source: str, target: str) -> None:
        with _asking():
            succeeded(
                self._bucket.ask("PUT", target, headers={"x-amz-copy-source": self._bucket.source(source)})
            )
        self.delete(source)

    def delete(self, *keys: str) -> None:
        for key in keys:
            self._ask("DELETE", key)

    def begin_parts(self, key: str, media_type: str) -> str:
        answer = self._ask("POST", key, {"uploads": ""}, headers={"content-type": media_type})
        return _text(_parsed(answer), "UploadId")

    def part_address(self, key: str, upload: str, number: int, size: int, seconds: int) -> str:
        length = {"content-length": str(size)}
        return self._bucket.presigned("PUT", key, _part(upload, number), seconds, length)

    def parts(self, key: str, upload: str) -> list[Part]:
        found: list[Part] = []
        while True:
            after = {"part-number-marker": str(found[-1].number)} if found else {}
            page = _parsed(self._ask("GET", key, {"uploadId": upload, **after}))
            found += [
                Part(
                    number=int(_text(part, "PartNumber")),
                    size=int(_text(part, "Size")),
                    tag=_text(part, "ETag"),
                )
                for part in page.iterfind(f"{NAMES}Part")
            ]
            if page.findtext(f"{NAMES}IsTruncated") != "true":
                return found

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> None:
        listed = "".join(
            f"<Part><PartNumber>{part.number}</PartNumber><ETag>{escape(part.tag)}</ETag></Part>"
            for part in parts
        )
        body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
        try:
            with _asking():
                succeeded(self._bucket.ask("POST", key, {"uploadId": upload}, body))
        except NotFound:
            # It was put together, and the answer was lost.
            if self.size(key) is None:
                raise

    def abandon_parts(self, key: str, upload: str) -> None:
        try:
            self._ask("DELETE", key, {"uploadId": upload})
        except NotFound:
            return

    def origins(self) -> Origins:
        return self._origins

    def _portion(self, key: str, start: int, upto: int) -> Answer | None:
        """Return an answer with the bytes from `start` to before `upto`; None where the file ends before."""
        try:
            return self._ask("GET", key, headers={"range": f"bytes={start}-{upto - 1}"})
        except AwsError as error:
            if error.status != BEYOND:
                raise
            return None

    def _put_part(self, key: str, upload: str, number: int, portion: bytes) -> Part:
        answer = self._ask("PUT", key, _part(upload, number), portion)
        return Part(number=number, size=len(portion), tag=answer.headers["etag"])

    def _ask(
        self,
        method: str,
        key: str,
        asked: dict[str, str] | None = None,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        with _asking():
            return self._bucket.ask(method, key, asked, body, headers)


@contextmanager
def _asking() -> Iterator[None]:
    """Say what AWS refuses as every store does."""
    try:
        yield
    except AwsError as error:
        if error.status == MISSING:
            raise NotFound from error
        if error.away:
            raise Unavailable from error
        raise


def _part(upload: str, number: int) -> dict[str, str]:
    return {"partNumber": str(number), "uploadId": upload}


def _parsed(answer: Answer) -> ET.Element:
    return ET.fromstring(answer.body)  # noqa: S314 (the storage's own words)


def _text(element: ET.Element, name: str) -> str:
    found = element.findtext(f"{NAMES}{name}")
    if found is None:
        raise Unavailable(f"The storage names no {name}.")
    return found
