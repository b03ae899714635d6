"""`manage.py create_tables`, and the variable that names the tables."""

import io
import itertools
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from apps.core.aws import client
from apps.core.aws.client import AwsError
from apps.core.dynamodb import tables
from tests.live import ROOT

KINDS = tuple(tables.KEYS)


def create_tables() -> list[str]:
    said = io.StringIO()
    call_command("create_tables", stdout=said)
    return said.getvalue().splitlines()


def test_the_tables_are_made_once(dynamodb: None) -> None:
    for kind in KINDS[1:]:
        client.call("dynamodb", "DeleteTable", {"TableName": tables.table(kind)})
    names = [tables.table(kind) for kind in KINDS]
    assert create_tables() == [f"{names[0]}: there already", f"{names[1]}: created", f"{names[2]}: created"]
    assert create_tables() == [f"{name}: there already" for name in names]


def test_the_tables_cost_nothing_while_idle_and_forget(dynamodb: None) -> None:
    for kind in KINDS:
        about = client.call("dynamodb", "DescribeTable", {"TableName": tables.table(kind)})["Table"]
        assert about["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        answer = client.call("dynamodb", "DescribeTimeToLive", {"TableName": tables.table(kind)})
        assert answer["TimeToLiveDescription"] == {
            "TimeToLiveStatus": "ENABLED",
            "AttributeName": "expires_at",
        }


class Slow:
    """DynamoDB, where a new table is unknown at first, and then being made."""

    def __init__(self, *, for_ever: bool = False) -> None:
        self.answers = itertools.repeat("CREATING") if for_ever else iter([None, "CREATING"])

    def call(self, service: client.Service, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if operation != "DescribeTable":
            return client.call(service, operation, body)
        status = next(self.answers, "ACTIVE")
        if status is None:
            raise AwsError("ResourceNotFoundException", "Requested resource not found", 400)
        return {"Table": {"TableStatus": status}}


def test_a_table_is_waited_for(dynamodb: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "POLL_SECONDS", 0)
    slow = Slow()
    monkeypatch.setattr(tables, "call", slow.call)
    assert len(create_tables()) == 3
    assert list(slow.answers) == []


def test_a_table_that_is_never_ready_is_an_error(dynamodb: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "READY_SECONDS", 0)
    monkeypatch.setattr(tables, "POLL_SECONDS", 0)
    monkeypatch.setattr(tables, "call", Slow(for_ever=True).call)
    with pytest.raises(CommandError, match="not ready"):
        create_tables()


@pytest.mark.parametrize("operation", ["CreateTable", "DescribeTable"])
def test_what_aws_refuses_is_said(dynamodb: None, monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    def refuse(service: client.Service, asked: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if asked == operation:
            raise AwsError("AccessDeniedException", "is not authorized to perform it", 400)
        return client.call(service, asked, body)

    monkeypatch.setattr(tables, "call", refuse)
    with pytest.raises(CommandError, match="AccessDenied"):
        create_tables()


def test_a_name_for_the_tables_chooses_them() -> None:
    program = "from chatproject import settings; print(settings.CACHES['default']['BACKEND'], settings.SESSION_ENGINE)"
    environ = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    said = subprocess.check_output(
        [sys.executable, "-c", program], cwd=ROOT, env={**environ, "DYNAMODB_PREFIX": "parley-dev"}, text=True
    )
    assert said.split() == ["apps.core.dynamodb.cache.DynamoCache", "apps.core.dynamodb.sessions"]


def test_without_a_name_no_table_is_made(settings: Settings) -> None:
    settings.SERVERLESS = None
    with pytest.raises(CommandError, match="DYNAMODB_PREFIX"):
        create_tables()
