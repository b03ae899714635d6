"""How one connects: with a fresh token, encrypted, to a server that proves who it is."""

from typing import Any

import dj_database_url
import pytest

from apps.core.dsql.base import DatabaseWrapper


def params(url: str) -> dict[str, Any]:
    settings: dict[str, Any] = {"TIME_ZONE": None, "OPTIONS": {}, **dj_database_url.parse(url)}
    return DatabaseWrapper(settings).get_connection_params()


def test_a_cluster_is_named_by_its_endpoint_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    asked = params("dsql://abc.dsql.eu-central-1.on.aws/postgres")
    assert (asked["user"], asked["dbname"], asked["sslmode"]) == ("admin", "postgres", "verify-full")
    assert asked["sslrootcert"]
    assert asked["password"].startswith("abc.dsql.eu-central-1.on.aws/?Action=DbConnectAdmin&")
    assert "options" not in asked


def test_another_role_and_a_password_may_be_named() -> None:
    asked = params("dsql://parley:secret@127.0.0.1:5432/postgres?sslmode=disable")
    assert (asked["user"], asked["password"], asked["sslmode"]) == ("parley", "secret", "disable")
    assert "sslrootcert" not in asked
