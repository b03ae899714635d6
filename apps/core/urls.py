"""The OpenAPI document, a page to try it on, and the answer to every other address under `/api/`."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularSwaggerSplitView

from apps.core.api_errors import unknown_address
from apps.core.schema import schema

# Its script at an address of its own, and our template: the Content-Security-Policy allows nothing inline.
docs = SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="core/docs.html")

urlpatterns = [
    path("schema", schema, name="schema"),
    path("docs", docs, name="docs"),
    re_path("", unknown_address),
]
