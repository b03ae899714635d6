"""What the logs say: JSON lines in production, plain text with DEBUG, and never a secret.

Every HTTP request is one line at INFO with its route's pattern, since a raw path may hold a one-time token.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

context: ContextVar[Mapping[str, object]] = ContextVar("log_context", default=MappingProxyType({}))
"""What the lines written on behalf of this request or socket carry: `request_id`, `user_id`, `connection`."""

EXTRA_FIELDS = ("method", "route", "status", "latency_ms", "user_id")
BLANK = "[hidden]"
SECRETS = re.compile(
    r"(?P<before>(?:token|ticket|access|refresh|password)=|\bBearer(?:\s|%20|\+)+)(?P<secret>(?!\[hidden\])[^\s&\"'<>\])]+)",
    re.IGNORECASE,
)
SERVERS = (
    "uvicorn",
    "uvicorn.error",
    "uvicorn.access",
    "uvicorn.asgi",
    "daphne",
    "daphne.server",
    "django.server",
    "django.channels.server",
)
QUIET = {"uvicorn.access", "django.server", "django.channels.server", "daphne.http_protocol", "zappa.wsgi"}
"""Their lines about requests repeat ours, with the raw path."""


@contextmanager
def log_context(**fields: object) -> Iterator[None]:
    """Add `fields` to every line written inside."""
    token = context.set({**context.get(), **fields})
    try:
        yield
    finally:
        context.reset(token)


def config(*, debug: bool) -> dict[str, Any]:
    """Return Django's `LOGGING`."""
    servers = {
        name: {
            "handlers": [],
            "propagate": True,
            "level": "WARNING" if name in QUIET else "INFO",
            "filters": ["hide_secrets"],
        }
        for name in {*SERVERS, *QUIET}
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"hide_secrets": {"()": HideSecrets}},
        "formatters": {"lines": {"()": TextFormatter if debug else JSONFormatter}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["hide_secrets"]}
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            **servers,
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            # What the callers got wrong is in their answer and in the request's line, whose path is the pattern.
            "django.request": {"level": "ERROR", "filters": ["hide_secrets"]},
            "django.security": {"level": "ERROR"},
        },
    }


def hide_secrets(text: str) -> str:
    """Return `text` without the values of `token=`, `ticket=` and their like, and of `Bearer`."""
    return SECRETS.sub(rf"\g<before>{BLANK}", text)


class HideSecrets(logging.Filter):
    """Blanks secrets in a record's message and arguments, and raw paths in Django's lines about requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = hide_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(argument) for argument in record.args)
        elif record.args:
            record.args = {key: _hidden(argument) for key, argument in record.args.items()}
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            path, route = getattr(request, "path", None), route_of(request)
            record.args = tuple(route if item == path else item for item in record.args)
        return True


class TextFormatter(logging.Formatter):
    """For people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        return hide_secrets(super().format(record))


class JSONFormatter(logging.Formatter):
    """For machines: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **context.get(),
        }
        line.update({name: getattr(record, name) for name in EXTRA_FIELDS if hasattr(record, name)})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return hide_secrets(json.dumps(line, ensure_ascii=False, default=str))


def route_of(request: Any) -> str:
    """Return the pattern that matched `request`, which names no one and holds no secret."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "unmatched"


def _hidden(argument: object) -> object:
    return hide_secrets(argument) if isinstance(argument, str) else argument
