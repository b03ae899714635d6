"""What is signed for S3, held against AWS's own published examples: the emulator looks at no form's signature."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime

import pytest

from apps.core.aws.bucket import Bucket, succeeded
from apps.core.aws.client import AwsError
from apps.core.aws.signing import Credentials, Scope, presigned, signed, vouched
from apps.core.aws.wire import Answer

PUBLISHED = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
OBJECT = "https://examplebucket.s3.amazonaws.com/test.txt"
IN_2013 = Scope("s3", "us-east-1", datetime(2013, 5, 24, tzinfo=UTC))
IN_2015 = Scope("s3", "us-east-1", datetime(2015, 12, 29, tzinfo=UTC))
POLICY = """{ "expiration": "2015-12-30T12:00:00.000Z",
  "conditions": [
    {"bucket": "sigv4examplebucket"},
    ["starts-with", "$key", "user/user1/"],
    {"acl": "public-read"},
    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
    ["starts-with", "$Content-Type", "image/"],
    {"x-amz-meta-uuid": "14365123651274"},
    {"x-amz-server-side-encryption": "AES256"},
    ["starts-with", "$x-amz-meta-tag", ""],

    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    {"x-amz-date": "20151229T000000Z" }
  ]
}"""


def test_a_request_is_signed_as_published() -> None:
    """`GET Object` of "Signature Calculations for the Authorization Header" in S3's reference."""
    headers = signed(PUBLISHED, IN_2013, "GET", OBJECT, {"range": "bytes=0-9"}, b"")
    assert headers["authorization"].endswith(
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


def test_the_query_of_a_request_is_signed_as_published() -> None:
    """`GET Bucket Lifecycle`, on the same page."""
    url = "https://examplebucket.s3.amazonaws.com/?lifecycle="
    found = signed(PUBLISHED, IN_2013, "GET", url, {}, b"")["authorization"]
    assert found.endswith("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")


def test_an_address_is_signed_as_published() -> None:
    """The example of "Authenticating Requests: Using Query Parameters" in S3's reference."""
    found = presigned(PUBLISHED, IN_2013, "GET", OBJECT, {}, 86_400)
    assert found == (
        f"{OBJECT}?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


def test_a_form_is_signed_as_published() -> None:
    """The example of "Browser-Based Uploads Using POST" in S3's reference, whose lines end as on Windows."""
    encoded = b64encode(POLICY.replace("\n", "\r\n").encode()).decode()
    assert vouched(PUBLISHED, IN_2015, encoded) == (
        "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
    )


def test_a_form_fixes_its_key_its_type_its_size_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AK")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SK")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "TOKEN")
    bucket = Bucket("parley-files", "eu-central-1", None)
    fields = bucket.form({"key": "uploads/1", "Content-Type": "text/plain"}, 10, 60)
    policy = json.loads(b64decode(fields["Policy"]))
    assert ["content-length-range", 1, 10] in policy["conditions"]
    conditions = {
        name: value
        for found in policy["conditions"]
        if isinstance(found, dict)
        for name, value in found.items()
    }
    assert conditions.pop("bucket") == "parley-files"
    assert {**conditions, **{name: fields[name] for name in ("Policy", "X-Amz-Signature")}} == fields
    assert conditions["X-Amz-Security-Token"] == "TOKEN"
    began = datetime.strptime(fields["X-Amz-Date"], "%Y%m%dT%H%M%S%z")
    assert (datetime.fromisoformat(policy["expiration"]) - began).total_seconds() == 60


def test_an_error_behind_a_good_beginning_is_one() -> None:
    """S3 begins to answer a copy before it is made ("Copying objects", error handling)."""
    succeeded(Answer(200, b"<CopyObjectResult><ETag>x</ETag></CopyObjectResult>"))
    with pytest.raises(AwsError, match="InternalError: once more") as raised:
        succeeded(Answer(200, b"<Error><Code>InternalError</Code><Message>once more</Message></Error>"))
    assert raised.value.away


def test_s3_gives_each_bucket_a_host_and_others_a_path() -> None:
    assert Bucket("b", "eu-central-1", None).address == "https://b.s3.eu-central-1.amazonaws.com"
    assert Bucket("b", "auto", "https://s3.example.org").address == "https://s3.example.org/b"
