"""How the client's files are kept by browsers and by what stands between."""

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from django.conf import settings


def add_headers(headers: Headers, path: str, url: str) -> None:  # noqa: ARG001 (WhiteNoise's signature)
    """Tag a file; have the client's asked for each time, and answered 304 while the same: WhiteNoise's hook.

    The tag is of the content: the times of the files differ from host to host, and hold seconds only. It is weak,
    since the same one stands on the compressed answer.
    """
    file = Path(path)
    headers["ETag"] = f'W/"{hashlib.sha256(file.read_bytes()).hexdigest()[:32]}"'
    headers["Vary"] = "Accept-Encoding"
    if file.is_relative_to(settings.WHITENOISE_ROOT):
        headers["Cache-Control"] = "no-cache"
