"""Signature Version 4, which every request to AWS carries.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

ALGORITHM = "AWS4-HMAC-SHA256"
TERMINATOR = "aws4_request"
S3 = "s3"


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

    `url` is encoded as it goes over the wire, its query as `query` has it.
    """
    parts = urlsplit(url)
    digest = hashlib.sha256(body).hexdigest()
    given = {**headers, "host": parts.netloc, "x-amz-date": scope.stamp}
    if scope.service == S3:
        given["x-amz-content-sha256"] = digest
    if credentials.token:
        given["x-amz-security-token"] = credentials.token
    names = ";".join(sorted(given))
    # Every service but S3 encodes the path once more than the wire does.
    path = parts.path or "/"
    path = path if scope.service == S3 else quote(path, safe="/~")
    request = canonical(method, path, parts.query, given, digest)
    given["authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key}/{scope.text}, SignedHeaders={names}, "
        f"Signature={signature(credentials, scope, request)}"
    )
    return given


def presigned(
    credentials: Credentials,
    scope: Scope,
    method: str,
    url: str,
    asked: Mapping[str, str],
    seconds: int,
    headers: Mapping[str, str] | None = None,
) -> str:
    """Return `url`, which has no query, with one that lets anybody ask for it, and for what `asked` says.

    Whoever asks must send `headers`, whose names are in lower case, with these values.
    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    """
    parts = urlsplit(url)
    sent = {**(headers or {}), "host": parts.netloc}
    given = {
        **asked,
        **proof(credentials, scope),
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": ";".join(sorted(sent)),
    }
    # Whoever puts a file to S3 hashes it then, if at all.
    digest = "UNSIGNED-PAYLOAD" if scope.service == S3 else hashlib.sha256(b"").hexdigest()
    request = canonical(method, parts.path or "/", query(given), sent, digest)
    return f"{url}?{query(given)}&X-Amz-Signature={signature(credentials, scope, request)}"


def proof(credentials: Credentials, scope: Scope) -> dict[str, str]:
    """Return what a query or a form says of its signature, but for the signature."""
    said = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key}/{scope.text}",
        "X-Amz-Date": scope.stamp,
    }
    return {**said, "X-Amz-Security-Token": credentials.token} if credentials.token else said


def query(asked: Mapping[str, str]) -> str:
    """Return a query as a signature wants it: sorted, and encoded to the last."""
    return urlencode(sorted(asked.items()), quote_via=quote, safe="~")


def canonical(method: str, path: str, query: str, headers: Mapping[str, str], body_hash: str) -> str:
    """Return the canonical request: all that a signature vouches for."""
    names = sorted(headers)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    return f"{method}\n{path}\n{query}\n{lines}\n{';'.join(names)}\n{body_hash}"


def signature(credentials: Credentials, scope: Scope, request: str) -> str:
    """Return the signature of a canonical request, in hexadecimal."""
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"{ALGORITHM}\n{scope.stamp}\n{scope.text}\n{digest}"
    return vouched(credentials, scope, text)


def vouched(credentials: Credentials, scope: Scope, text: str) -> str:
    """Return what vouches for any text, as S3 wants it for the policy of a form, in hexadecimal."""
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
