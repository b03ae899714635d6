"""Requests to AWS: signed as AWS publishes it, asked again when the service fails, and never for what was refused."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from apps.core.aws import client
from apps.core.aws.attributes import attributes, values
from apps.core.aws.signing import Credentials, Scope, canonical, signature, signed

PUBLISHED = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
MOMENT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of no bytes."""

Script = list[tuple[int, dict[str, object]]]


def test_the_published_example_is_signed_as_published() -> None:
    """`get-vanilla` of the "Signature Version 4 test suite" in AWS's documentation."""
    headers = {"host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"}
    request = canonical("GET", "/", "", headers, NOTHING)
    found = signature(PUBLISHED, Scope("service", "us-east-1", MOMENT), request)
    assert found == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"


def test_a_connection_id_is_encoded_twice_and_the_token_is_signed() -> None:
    """Compared once with botocore 1.43's `SigV4Auth`, which gave this signature."""
    headers = signed(
        Credentials("AK", "SK", "TOK"),
        Scope("execute-api", "us-east-1", MOMENT),
        "POST",
        "https://abc.execute-api.us-east-1.amazonaws.com/dev/%40connections/abc%3D",
        {},
        b"hello",
    )
    assert headers["x-amz-security-token"] == "TOK"
    assert "SignedHeaders=host;x-amz-date;x-amz-security-token" in headers["authorization"]
    assert headers["authorization"].endswith(ORACLE)


ORACLE = "133e9eb66f2ae22e95c0acf58bc4556edc0ffcd05ca4f78875e2f8a07a281c13"


def test_values_survive_dynamodb() -> None:
    item = {"a": "text", "n": -7, "f": 1.5, "b": b"\x00\xff", "yes": True, "l": ["x", 1], "m": {"k": {}}}
    assert values(attributes(item)) == item


@contextmanager
def service(script: Script, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """A service that answers as the script says, the last line for ever; yields the headers of what it was asked."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked.append({name.lower(): value for name, value in self.headers.items()})
            self.rfile.read(int(self.headers["Content-Length"]))
            status, said = script.pop(0) if len(script) > 1 else script[0]
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AK")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SK")
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "failure", [(500, {}), (503, {}), (400, {"__type": "x#ProvisionedThroughputExceededException"})]
)
def test_a_service_that_fails_is_asked_again(
    failure: tuple[int, dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with service([failure, failure, (200, {"Item": {}})], monkeypatch) as asked:
        assert client.call("dynamodb", "GetItem", {}) == {"Item": {}}
    assert len(asked) == 3
    assert {line["x-amz-target"] for line in asked} == {"DynamoDB_20120810.GetItem"}


def test_what_was_refused_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal: dict[str, object] = {
        "__type": "y#ConditionalCheckFailedException",
        "message": "no",
        "Item": {"a": 1},
    }
    with service([(400, refusal)], monkeypatch) as asked, pytest.raises(client.AwsError) as raised:
        client.call("dynamodb", "PutItem", {})
    error = raised.value
    assert (error.code, error.status, error.away) == ("ConditionalCheckFailedException", 400, False)
    assert error.answer["Item"] == {"a": 1}
    assert len(asked) == 1


def test_a_service_that_stays_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with service([(503, {})], monkeypatch) as asked, pytest.raises(client.AwsError) as raised:
        client.call("sqs", "SendMessage", {})
    assert raised.value.away
    assert len(asked) == client.ATTEMPTS


def test_nobody_there_is_away_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with service([(200, {})], monkeypatch):
        pass
    with pytest.raises(client.AwsError) as raised:
        client.call("ssm", "GetParameter", {})
    assert (raised.value.code, raised.value.away) == (client.UNREACHABLE, True)
