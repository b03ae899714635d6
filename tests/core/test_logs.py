"""What the logs say, and what they never say."""

import json
import logging
from logging.config import dictConfig
from typing import cast

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import AsyncRequestFactory, Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from apps.accounts.models import User
from apps.core import logs
from apps.core.middleware import RequestLogMiddleware

HANDSHAKE = '%s - "WebSocket %s" [accepted]'


def record(message: str, *args: object, name: str = "uvicorn.error", **extra: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.INFO, "", 0, message, args, None)
    made.__dict__.update(extra)
    return made


def written(line: logging.LogRecord, *, debug: bool = False) -> str:
    assert logs.HideSecrets().filter(line)
    return (logs.TextFormatter() if debug else logs.JSONFormatter()).format(line)


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "query",
    [
        "token=s3cret",
        "ticket=s3cret&roomId=general",
        "a=1&TOKEN=s3cret",
        "token=%22s3cret",
        "access_token=s3cret",
    ],
)
def test_a_handshake_hides_its_secret(query: str, debug: bool) -> None:
    line = written(record(HANDSHAKE, ("127.0.0.1", 4711), f"/ws?{query}"), debug=debug)
    assert "s3cret" not in line
    assert logs.BLANK in line
    assert f"{logs.BLANK}]" not in line, "hidden once is enough"


@pytest.mark.parametrize(
    "text", ["Authorization: Bearer s3cret", "b'bearer  s3cret'", "Bearer%20s3cret", '{"x": "Bearer s3cret"}']
)
def test_a_bearer_is_hidden(text: str) -> None:
    assert "s3cret" not in written(record(text))


def test_named_arguments_are_hidden_too() -> None:
    line = record("%(path)s %(status)d", {"path": "/ws?ticket=s3cret", "status": 101})
    assert "s3cret" not in written(line)


def test_an_exception_is_told_without_its_secret() -> None:
    line = record("oops")
    line.exc_info = (ValueError, ValueError("GET /ws?token=s3cret"), None)
    told = json.loads(written(line))["exception"]
    assert "ValueError" in told
    assert "s3cret" not in told


def test_a_line_is_one_object() -> None:
    with logs.log_context(request_id="r", user_id=None), logs.log_context(user_id="u"):
        line = json.loads(written(record("hello\nthere", status=200)))
    assert line["time"].endswith("+00:00")
    del line["time"]
    expected = {"level": "INFO", "logger": "uvicorn.error", "message": "hello\nthere"}
    assert line == {**expected, "request_id": "r", "user_id": "u", "status": 200}
    assert not logs.context.get()


@pytest.mark.parametrize("debug", [False, True])
def test_the_configuration_is_one_that_logging_takes(debug: bool) -> None:
    configured = logs.config(debug=debug)
    configured["root"]["handlers"] = []
    dictConfig({**configured, "incremental": False, "loggers": {}})


def test_a_request_is_one_line_with_its_pattern(
    client: Client, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="parley.request"):
        response = client.get("/accounts/s3cret-one-time-link?token=s3cret")
    (line,) = [entry for entry in caplog.records if entry.name == "parley.request"]
    assert "s3cret" not in line.getMessage()
    assert response["X-Request-ID"]
    assert line.__dict__["status"] == 404
    assert line.__dict__["route"] == "unmatched"
    assert line.__dict__["latency_ms"] >= 0


def test_an_id_from_outside_is_not_taken_over(client: Client) -> None:
    assert client.get("/health/live", headers={"x-request-id": "mine"})["X-Request-ID"] != "mine"


def test_health_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="parley.request"):
        client.get("/health/live")
    assert not caplog.records


def test_a_line_names_who_asked(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/x")
    request.user = User(username="alice")
    with caplog.at_level("INFO", logger="parley.request"):
        RequestLogMiddleware(lambda _: HttpResponse())(request)
    assert caplog.records[0].__dict__["user_id"] == str(request.user.pk)


def test_nobody_is_looked_up_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/x")
    request.user = SimpleLazyObject(lambda: pytest.fail("looked up"))  # type: ignore[assignment]
    with caplog.at_level("INFO", logger="parley.request"):
        RequestLogMiddleware(lambda _: HttpResponse())(request)
    assert caplog.records[0].__dict__["user_id"] is None


def test_it_works_in_an_asynchronous_chain(caplog: pytest.LogCaptureFixture) -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(logs.context.get()["request_id"])

    request = AsyncRequestFactory().get("/x")
    request.user = AnonymousUser()
    with caplog.at_level("INFO", logger="parley.request"):
        response = cast("HttpResponse", async_to_sync(RequestLogMiddleware(view))(request))  # type: ignore[arg-type]
    assert response["X-Request-ID"] == response.content.decode()
    assert caplog.records[0].__dict__["status"] == 200


def test_djangos_lines_about_requests_have_no_raw_path() -> None:
    request = RequestFactory().get("/accounts/reset/s3cret")
    line = record("Internal Server Error: %s", request.path, name="django.request", request=request)
    assert "s3cret" not in written(line)
