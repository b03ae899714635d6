"""JSON in and out of DRF, apart from `api.py` because DRF imports it while it defines `APIView`."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from apps.core import strictjson
from apps.core.errors import TooLarge


class JSONRenderer(BaseRenderer):
    """Structs, dicts and lists as JSON in UTF-8."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: object,
        accepted_media_type: str | None = None,  # noqa: ARG002 (there is one)
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        return b"" if data is None else strictjson.encode(data)


class StrictJSONParser(BaseParser):
    """One JSON object of at most `LIMITS["body_bytes"]`; a larger one is `too_large`."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 (JSON has one encoding: RFC 8259, section 8.1)
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> dict[str, object]:
        limit = settings.LIMITS["body_bytes"]
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        return strictjson.decode(body)
