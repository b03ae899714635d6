"""Signature Version 4, which every request to AWS carries.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit

ALGORITHM = "AWS4-HMAC-SHA256"
TERMINATOR = "aws4_request"


@dataclass(frozen=True, slots=True)
class Credentials:
    access_key: str
    secret_key: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """For which service, where and when a signature holds; `moment` is in UTC."""

    service: str
    region: str
    moment: datetime

    @property
    def stamp(self) -> str:
        return self.moment.strftime("%Y%m%dT%H%M%SZ")

    @property
    def text(self) -> str:
        return f"{self.stamp[:8]}/{self.region}/{self.service}/{TERMINATOR}"


def signed(
    credentials: Credentials, scope: Scope, method: str, url: str, headers: Mapping[str, str], body: bytes
) -> dict[str, str]:
    """Return `headers`, whose names are in lower case, with those that sign the request.

    `url` has no query; its path is encoded as it goes over the wire.
    """
    parts = urlsplit(url)
    given = {**headers, "host": parts.netloc, "x-amz-date": scope.stamp}
    if credentials.token:
        given["x-amz-security-token"] = credentials.token
    names = ";".join(sorted(given))
    # Every service but S3 encodes the path once more than the wire does.
    path = quote(parts.path or "/", safe="/~")
    request = canonical(method, path, "", given, hashlib.sha256(body).hexdigest())
    given["authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key}/{scope.text}, SignedHeaders={names}, "
        f"Signature={signature(credentials, scope, request)}"
    )
    return given


def canonical(method: str, path: str, query: str, headers: Mapping[str, str], body_hash: str) -> str:
    """Return the canonical request: all that a signature vouches for."""
    names = sorted(headers)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    return f"{method}\n{path}\n{query}\n{lines}\n{';'.join(names)}\n{body_hash}"


def signature(credentials: Credentials, scope: Scope, request: str) -> str:
    """Return the signature of a canonical request, in hexadecimal."""
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"{ALGORITHM}\n{scope.stamp}\n{scope.text}\n{digest}"
    return _hmac(_key(credentials.secret_key, scope.text), text).hex()


@lru_cache(maxsize=16)
def _key(secret: str, scope: str) -> bytes:
    """Return the key of one day, region and service."""
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
