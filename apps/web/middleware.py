"""Security headers on every answer, and the files of the client and of Django's own pages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from apps.files.stores import store
from apps.web import compression
from apps.web.headers import headers_for, with_socket, with_store


class SecurityHeadersMiddleware:
    """Sets what `headers_for` says on each answer, those that say "not modified" too.

    A 304 with another policy than its 200 would replace the policy of the copy that the browser keeps.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = headers_for(request.path)
        if settings.SERVERLESS and settings.SERVERLESS.websocket_url:
            headers = with_socket(headers, settings.SERVERLESS.websocket_url)
        if origins := store().origins():
            headers = with_store(headers, takes=origins.takes, gives=origins.gives)
        for name, value in headers.items():
            response[name] = value
        return response


class FilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, with whole answers instead of streams, and compressed.

    A stream of a file is read by a thread piece by piece under ASGI; these files are small.
    """

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:  # type: ignore[override] # as in its parent
        found = static_file.get_response(request.method, request.META)
        response = HttpResponse(status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        if found.file is not None:
            with found.file as file:
                response.content = file.read()
        return compression.compressed(request, response)
