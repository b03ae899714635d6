"""The OpenAPI document, a page to try it on, and the answer to every other address under `/api/`."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularSwaggerView

from apps.core.api_errors import unknown_address
from apps.core.schema import schema

urlpatterns = [
    path("schema", schema, name="schema"),
    path("docs", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    re_path("", unknown_address),
]
