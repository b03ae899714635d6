"""Stands for Zappa's own handler, which leads events of the HTTP API to Django; tests/serverless runs Zappa's own."""

import base64
import io
import sys
from collections.abc import Callable, Mapping
from typing import Any

from chatproject.wsgi import application


def lambda_handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Return Django's answer as an HTTP API takes it."""
    started: list[Any] = []

    def start(
        status: str, headers: list[tuple[str, str]], _error: object = None, /
    ) -> Callable[[bytes], object]:
        started[:] = [status, headers]
        return started.append

    body = b"".join(application(_environ(event), start))
    status, headers = started
    return {
        "statusCode": int(status.split(" ")[0]),
        "headers": {name: value for name, value in headers if name != "Set-Cookie"},
        "cookies": [value for name, value in headers if name == "Set-Cookie"],
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def _environ(event: Mapping[str, Any]) -> dict[str, Any]:
    http, headers = event["requestContext"]["http"], event["headers"]
    body = base64.b64decode(event["body"])
    host, _, port = headers["host"].partition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": http["method"],
        "PATH_INFO": event["rawPath"].encode().decode("latin-1"),
        "QUERY_STRING": event["rawQueryString"],
        "REMOTE_ADDR": http["sourceIp"],
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        if name not in {"content-type", "content-length"}:
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return environ
