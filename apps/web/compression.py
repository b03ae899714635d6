"""Compression of files, and of nothing else.

An answer of the API holds what others wrote beside what is secret, so its compressed length would tell of the secret
(BREACH). A file is the same for everybody.
"""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

import brotli
from django.http import HttpRequest, HttpResponse

SHORTEST_BYTES = 256
# Brotli's best takes seconds for the one megabyte of the API's page, and milliseconds for any file of the client.
LONGEST_BROTLI_BYTES = 128 * 1024
BROTLI_QUALITY = 10
GZIP_LEVEL = 6
KEPT_FILES = 512
COMPRESSIBLE = ("text/", "application/json", "application/manifest+json", "image/svg+xml")


def compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with a file, compressed if that is possible, wanted and worth it."""
    worth_it = response.status_code == HTTPStatus.OK and len(response.content) >= SHORTEST_BYTES
    if not worth_it or not response.get("Content-Type", "").startswith(COMPRESSIBLE):
        return response
    accepted = _accepted(request.headers.get("Accept-Encoding", ""))
    for encoding, longest, compress in ENCODINGS:
        if encoding in accepted and len(response.content) <= longest:
            response.content = compress(response.content)
            response["Content-Encoding"] = encoding
            response["Content-Length"] = str(len(response.content))
            break
    return response


@lru_cache(KEPT_FILES)
def brotli_of(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=BROTLI_QUALITY))


@lru_cache(KEPT_FILES)
def gzip_of(content: bytes) -> bytes:
    return gzip.compress(content, GZIP_LEVEL, mtime=0)


# Browsers take Brotli over TLS and from their own machine only.
ENCODINGS: tuple[tuple[str, float, Callable[[bytes], bytes]], ...] = (
    ("br", LONGEST_BROTLI_BYTES, brotli_of),
    ("gzip", float("inf"), gzip_of),
)
REFUSED = re.compile(r";\s*q=0(?:\.0*)?\s*$")


def _accepted(header: str) -> set[str]:
    """Return the encodings that an `Accept-Encoding` names and does not refuse: RFC 9110, section 12.5.3."""
    return {part.partition(";")[0].strip() for part in header.split(",") if not REFUSED.search(part)}
