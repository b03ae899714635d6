"""What is DynamoDB's own: late deletion, answers in part, outages."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import caches
from pytest_django import Settings

from apps.core.aws import client
from apps.core.aws.client import AwsError
from apps.core.cache import GuardedCache
from apps.core.dynamodb import batches, sessions, tables
from apps.core.dynamodb.cache import DynamoCache
from apps.core.dynamodb.sessions import SessionStore
from tools.daemon import free_port

KINDS = tuple(tables.KEYS)


@pytest.fixture
def store(dynamodb: None, settings: Settings) -> DynamoCache:
    settings.CACHES = {
        "local": settings.CACHES["local"],
        "default": {"BACKEND": "apps.core.dynamodb.cache.DynamoCache"},
    }
    return DynamoCache("", {})


def an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + 3600
    monkeypatch.setattr("apps.core.dynamodb.expiry.time.time", lambda: later)


def items(kind: tables.Kind) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.call("dynamodb", "Scan", {"TableName": tables.table(kind)})["Items"]
    return found


def test_what_has_ended_is_absent_before_it_is_deleted(
    store: DynamoCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("read", "added"):
        store.set(key, 1, timeout=60)
    store.set("stays", 1, timeout=None)
    an_hour_later(monkeypatch)
    assert store.get_many(["read", "added", "stays"]) == {"stays": 1}
    assert store.get("read") is None
    assert not store.touch("read")
    assert not store.delete("read")
    assert store.add("added", 2)
    assert not store.add("stays", 2)


def test_a_session_that_has_ended_is_absent_before_it_is_deleted(
    dynamodb: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = SessionStore()
    session.set_expiry(60)
    session.save()
    an_hour_later(monkeypatch)
    assert len(items("sessions")) == 1
    assert not SessionStore().exists(session.session_key)
    assert SessionStore(session.session_key).load() == {}


def test_an_item_says_when_it_may_be_deleted(store: DynamoCache) -> None:
    began = time.time()
    store.set("key", 1, timeout=60)
    store.count("limit", 1_800_000_000, 3600)
    SessionStore().save()
    (cached,), (counted,), (session,) = (items(kind) for kind in KINDS)
    assert began + 60 <= int(cached["expires_at"]["N"]) <= time.time() + 61
    assert int(counted["expires_at"]["N"]) == 1_800_003_600
    assert int(session["expires_at"]["N"]) > began


@pytest.mark.parametrize(
    "value", [datetime.now(UTC), {1, 2}, b"bytes", object()], ids=["time", "set", "bytes", "object"]
)
def test_what_json_cannot_spell_is_refused(store: DynamoCache, value: object) -> None:
    with pytest.raises(TypeError):
        store.set("key", value)


def test_the_table_is_not_cleared_as_a_cache(store: DynamoCache) -> None:
    with pytest.raises(NotImplementedError):
        store.clear()


def test_a_new_session_takes_no_key_that_is_taken(dynamodb: None, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = SessionStore()
    taken.create()
    keys = iter([taken.session_key, "k" * 32])
    monkeypatch.setattr(sessions, "get_random_string", lambda *_: next(keys))
    made = SessionStore()
    made.create()
    assert made.session_key == "k" * 32


def test_what_is_kept_of_a_person_is_found_by_their_id(dynamodb: None) -> None:
    for owner in ("alice", "bob", "alice", None):
        session = SessionStore()
        session.update({SESSION_KEY: owner} if owner else {"language": "de"})
        session.save()
    asked = {
        "TableName": tables.table("sessions"),
        "IndexName": "user_id-index",
        "KeyConditionExpression": "user_id = :user",
        "ExpressionAttributeValues": {":user": {"S": "alice"}},
    }
    assert client.call("dynamodb", "Query", asked)["Count"] == 2


class Stingy:
    """DynamoDB on a busy day: of each batch it does the first `share`, and names the rest as left over."""

    def __init__(self, share: int) -> None:
        self.share = share
        self.asked = 0

    def call(self, service: client.Service, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
        self.asked += 1
        ((name, wanted),) = body["RequestItems"].items()
        now, later = (
            {**wanted, "Keys": keys} for keys in (wanted["Keys"][: self.share], wanted["Keys"][self.share :])
        )
        rest = {name: later} if later["Keys"] else {}
        return {**self._done(service, operation, name, now if now["Keys"] else None), "UnprocessedKeys": rest}

    def _done(self, service: client.Service, operation: str, name: str, wanted: object) -> dict[str, Any]:
        return (
            client.call(service, operation, {"RequestItems": {name: wanted}}) if wanted else {"Responses": {}}
        )


def test_what_was_left_over_is_asked_for_again(store: DynamoCache, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        store.set(f"key-{number}", number)
    stingy = Stingy(2)
    monkeypatch.setattr(batches, "call", stingy.call)
    assert store.get_many(f"key-{number}" for number in range(5)) == {f"key-{n}": n for n in range(5)}
    assert stingy.asked == 3


def test_what_is_left_over_for_good_is_an_error(store: DynamoCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "call", Stingy(0).call)
    with pytest.raises(AwsError) as caught:
        store.get_many(["key"])
    assert caught.value.away


def test_while_dynamodb_is_away_this_process_counts(
    store: DynamoCache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    guarded = GuardedCache()
    assert [guarded.count("k", 0, 60) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert guarded.away
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caches["local"].get("k:0") == 5
