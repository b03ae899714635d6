"""What every REST call has in common: bodies, query strings, errors."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("tests.core.urls")
INTERNAL = {"code": "error", "detail": "Something went wrong on the server.", "attr": None}


@pytest.fixture
def http() -> Client:
    return Client(raise_request_exception=False)


def send(http: Client, body: str | bytes, content_type: str = "application/json") -> Any:
    return http.post("/api/things", body, content_type=content_type)


def test_a_body_is_read_and_answered(http: Client) -> None:
    response = send(http, '{"name": "😀", "other": 1}')
    assert response.status_code == 201
    assert response.content == '{"name":"😀","size":0}'.encode()
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ("[]", None),
        ("", "name"),
        ("{}", "name"),
        ('{"name": 1}', "name"),
        ('{"name": "\\u0000"}', None),
        ("{", None),
    ],
)
def test_a_bad_body_is_invalid(http: Client, body: str, attr: str | None) -> None:
    response = send(http, body)
    assert response.status_code == 400
    assert response.json()["type"] == "validation_error"
    (error,) = response.json()["errors"]
    assert (error["code"], error["attr"]) == ("invalid", attr)


def test_a_form_is_invalid(http: Client) -> None:
    response = send(http, "name=x", "application/x-www-form-urlencoded")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (400, "invalid")


def test_an_accept_header_for_pages_gets_no_page(http: Client) -> None:
    response = http.get("/api/things", headers={"accept": "text/html"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/json")


def test_a_large_body_is_too_large(http: Client, settings: Settings) -> None:
    body = json.dumps({"name": "x" * settings.LIMITS["body_bytes"]})
    response = send(http, body)
    assert (response.status_code, response.json()["errors"][0]["code"]) == (413, "too_large")


def test_nothing_to_say(http: Client) -> None:
    response = http.delete("/api/things")
    assert (response.status_code, response.content) == (204, b"")


def test_an_unknown_method_is_not_allowed(http: Client) -> None:
    response = http.put("/api/things")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (405, "method_not_allowed")


def test_a_query_is_read(http: Client) -> None:
    assert http.get("/api/things?size=1&size=7&wanted=true&format=xml&x=%00").json() == {
        "name": "True",
        "size": 7,
    }


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("size=x", "size"),
        ("size=99999999999999999999", "size"),
        ("size=%00", "size"),
        ("wanted=2", "wanted"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=", "limit"),
    ],
)
def test_a_bad_query_is_invalid(http: Client, query: str, attr: str) -> None:
    response = http.get(f"/api/things?{query}")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert (error["code"], error["attr"]) == ("invalid", attr)


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("denied", 403, "forbidden"),
        ("denied-drf", 403, "forbidden"),
        ("nobody", 401, "unauthenticated"),
        ("bad-token", 401, "unauthenticated"),
        ("wrong-field", 400, "invalid"),
        ("wrong", 400, "invalid"),
        ("suspicious", 400, "invalid"),
        ("huge", 413, "too_large"),
        ("often", 429, "rate_limited"),
        ("too-often", 429, "rate_limited"),
        ("database", 503, "unavailable"),
        ("busy", 503, "unavailable"),
    ],
)
def test_an_error_has_its_code(http: Client, name: str, status: int, code: str) -> None:
    response = http.get(f"/api/faults/{name}")
    assert response.status_code == status
    (error,) = response.json()["errors"]
    assert error["code"] == code
    assert set(error) == {"code", "detail", "attr"}
    assert "hunter2" not in response.text


@pytest.mark.parametrize(
    ("name", "seconds"), [("often", "9"), ("too-often", "7"), ("busy", "1"), ("database", "1")]
)
def test_what_may_be_tried_again_says_when(http: Client, name: str, seconds: str) -> None:
    assert http.get(f"/api/faults/{name}")["Retry-After"] == seconds


@pytest.mark.parametrize("name", ["nobody", "bad-token"])
def test_an_unauthenticated_caller_is_told_how(http: Client, name: str) -> None:
    assert http.get(f"/api/faults/{name}")["WWW-Authenticate"] == "Bearer"


def test_the_wrong_field_is_named(http: Client) -> None:
    (error,) = http.get("/api/faults/wrong-field").json()["errors"]
    assert error == {"code": "invalid", "detail": "Too short.", "attr": "name"}


@pytest.mark.parametrize("debug", [False, True])
def test_hidden_absent_and_unknown_look_alike(http: Client, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    paths = ["/api/faults/hidden", "/api/faults/absent", "/api/faults/absent-drf", "/api/nowhere", "/api/"]
    answers = {(r.status_code, r.content, r["Content-Type"]) for r in map(http.get, paths)}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_of_ours_says_nothing_about_itself(http: Client, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    response = http.get("/api/faults/fault")
    assert response.status_code == 500
    assert response.json() == {"type": "server_error", "errors": [INTERNAL]}


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("absent", 404, "not_found"),
        ("denied", 403, "forbidden"),
        ("huge", 413, "too_large"),
        ("fault", 500, "error"),
    ],
)
def test_errors_outside_the_views_answer_json_too(http: Client, name: str, status: int, code: str) -> None:
    response = http.get(f"/api/plain/{name}")
    assert response.status_code == status
    assert response.json()["errors"][0]["code"] == code


@pytest.mark.parametrize(
    ("name", "status"), [("absent", 404), ("denied", 403), ("suspicious", 400), ("fault", 500)]
)
def test_pages_keep_their_pages(http: Client, name: str, status: int) -> None:
    response = http.get(f"/pages/{name}")
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
