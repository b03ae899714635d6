"""The OpenAPI document as served: made once, since it depends on nothing but the code."""

import functools

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer


@require_safe
def schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """Answer the OpenAPI document of the API, as JSON."""
    return HttpResponse(_document(settings.ROOT_URLCONF), content_type=OpenApiJsonRenderer.media_type)


@functools.cache
def _document(urlconf: str) -> bytes:
    generator = SchemaGenerator(urlconf=urlconf)  # type: ignore[no-untyped-call]
    document: bytes = OpenApiJsonRenderer().render(generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]
    return document
