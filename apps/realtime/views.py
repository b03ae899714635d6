"""The description of the realtime half, for those who write clients."""

import functools

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.core import strictjson

from . import asyncapi


@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """Answer with the AsyncAPI document."""
    return HttpResponse(_document(), content_type="application/json")


@functools.cache
def _document() -> bytes:
    return strictjson.encode(asyncapi.document())
