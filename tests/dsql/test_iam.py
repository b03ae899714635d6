"""The password of a connection is what AWS's own SDK makes it: these are its signatures (botocore 1.43)."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from apps.core.dsql.iam import token

HOST = "abc.dsql.eu-central-1.on.aws"
MOMENT = datetime(2026, 11, 21, 20, tzinfo=UTC)
AS_A_SESSION = "tok/en+with=signs"


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)


@pytest.mark.parametrize(
    ("user", "session", "signature"),
    [
        ("admin", None, "ad41a75cfd1f44218192f9151ad13d5e7c5d3b2a836bd621ebfd33aacccdcfa1"),
        ("parley", None, "294661584756dc26cf26b0f415fa6acd158afde53b26a06508368adcece8fc87"),
        ("admin", AS_A_SESSION, "cdbf54236f7c1d41db4be0a6101f32c3c27e6aefb1e8288cc6d83dcaced49e6a"),
        ("parley", AS_A_SESSION, "ae6efa9353465c768321f7c46f42e077ebed4a7965ef7fc59ba1e78e21e2f73e"),
    ],
)
def test_a_token_is_signed_as_the_sdk_signs_it(
    user: str, session: str | None, signature: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if session:
        monkeypatch.setenv("AWS_SESSION_TOKEN", session)
    assert token(HOST, user, MOMENT).endswith(f"&X-Amz-Signature={signature}")


def test_a_token_names_the_cluster_its_region_and_what_may_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    asked = parse_qs(urlsplit(f"https://{token(HOST, 'parley', MOMENT)}").query)
    assert asked["Action"] == ["DbConnect"]
    assert asked["X-Amz-Credential"] == ["AKIDEXAMPLE/20261121/eu-central-1/dsql/aws4_request"]
    assert asked["X-Amz-Expires"] == ["900"]
    elsewhere = parse_qs(urlsplit(f"https://{token('cluster.example', 'parley', MOMENT)}").query)
    assert elsewhere["X-Amz-Credential"] == ["AKIDEXAMPLE/20261121/us-west-2/dsql/aws4_request"]
