"""What Django's sessions hold to, in the database as in DynamoDB."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from apps.accounts.models import User
from apps.accounts.services.accounts import end_account_sessions

ENGINES = {"database": "django.contrib.sessions.backends.db", "dynamodb": "apps.core.dynamodb.sessions"}
KEY = "0123456789abcdefghijklmnopqrstuv"

Engine = Callable[..., SessionBase]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, settings: Settings, db: None) -> Engine:
    if request.param == "dynamodb":
        request.getfixturevalue("dynamodb")
    settings.SESSION_ENGINE = ENGINES[request.param]
    found: Engine = import_module(settings.SESSION_ENGINE).SessionStore
    return found


def saved(engine: Engine, **content: Any) -> SessionBase:
    session = engine()
    session.update(content)
    session.save()
    return session


def key_of(session: SessionBase) -> str:
    assert session.session_key is not None
    return session.session_key


def test_a_session_nobody_saved_has_no_key(engine: Engine) -> None:
    session = engine()
    session["a"] = 1
    assert session.session_key is None
    assert not session.exists(KEY)


def test_what_was_saved_is_there_for_the_next_request(engine: Engine) -> None:
    session = saved(engine, a=1, text="Grüße 😀", nested={"list": [None, True]})
    assert session.exists(key_of(session))
    again = engine(session.session_key)
    assert dict(again.items()) == {"a": 1, "text": "Grüße 😀", "nested": {"list": [None, True]}}
    again["a"] = 2
    again.save()
    assert engine(session.session_key)["a"] == 2


@pytest.mark.parametrize(
    "key", [KEY, "short", "x" * 5000, "ü" * 32, "A" * 32, "../../../../../../etc/passwd ok"]
)
def test_a_key_that_was_made_up_opens_nothing(engine: Engine, key: str) -> None:
    session = engine(key)
    assert session.get("a") is None
    assert session.session_key is None
    assert session.is_empty()


def test_a_created_session_is_saved_at_once_under_a_key_of_its_own(engine: Engine) -> None:
    first, second = engine(), engine()
    first.create()
    second.create()
    assert first.modified
    assert first.session_key != second.session_key
    assert all(engine().exists(key_of(made)) for made in (first, second))


def test_two_cannot_create_the_same_session(engine: Engine) -> None:
    session = saved(engine, a=1)
    with pytest.raises(CreateError):
        engine(session.session_key).save(must_create=True)
    assert engine(session.session_key)["a"] == 1


def test_what_ended_elsewhere_is_not_saved_back_to_life(engine: Engine) -> None:
    session = saved(engine, a=1)
    here = engine(session.session_key)
    here["a"] = 2
    engine(session.session_key).delete()
    with pytest.raises(UpdateError):
        here.save()
    assert not engine().exists(key_of(session))


def test_a_deleted_session_is_gone(engine: Engine) -> None:
    session, other = saved(engine, a=1), saved(engine, a=1)
    session.delete()
    session.delete(key_of(other))
    engine().delete()
    assert not any(engine().exists(key_of(gone)) for gone in (session, other))


def test_flush_forgets_content_and_key(engine: Engine) -> None:
    session = saved(engine, a=1)
    key = key_of(session)
    session.flush()
    assert (session.session_key, dict(session.items())) == (None, {})
    assert not session.exists(key)


def test_a_new_key_keeps_the_content(engine: Engine) -> None:
    session = saved(engine, a=1)
    old = session.session_key
    session.cycle_key()
    session.save()
    assert session.session_key != old
    assert engine(session.session_key)["a"] == 1
    assert engine(old).get("a") is None


@pytest.mark.parametrize("ends", [-1, timedelta(seconds=-1), -1000], ids=str)
def test_what_has_ended_is_not_read(engine: Engine, ends: int | timedelta) -> None:
    session = saved(engine, a=1)
    session.set_expiry(ends)
    session.save()
    again = engine(session.session_key)
    assert again.get("a") is None
    assert again.session_key is None


@pytest.mark.parametrize("ends", [60, timedelta(minutes=1), datetime(2099, 12, 31, tzinfo=UTC)], ids=str)
def test_what_ends_later_is_read(engine: Engine, ends: Any) -> None:
    session = saved(engine, a=1)
    session.set_expiry(ends)
    session.save()
    again = engine(session.session_key)
    assert again["a"] == 1
    assert abs(again.get_expiry_date() - session.get_expiry_date()) < timedelta(minutes=1)


def test_what_somebody_else_signed_is_empty(engine: Engine, settings: Settings) -> None:
    session = saved(engine, a=1)
    settings.SECRET_KEY = "another-key-that-is-longer-than-fifty-characters-too-yes"
    assert engine(session.session_key).get("a") is None


def test_it_may_be_awaited(engine: Engine) -> None:
    session = engine()
    async_to_sync(session.aset)("a", 1)
    async_to_sync(session.asave)()
    again = engine(session.session_key)
    assert async_to_sync(again.aget)("a") == 1
    async_to_sync(again.aflush)()
    assert not async_to_sync(again.aexists)(key_of(session))


def test_clearing_leaves_those_that_live(engine: Engine) -> None:
    session = saved(engine, a=1)
    call_command("clearsessions")
    assert engine(session.session_key)["a"] == 1


def test_a_session_ends_with_the_device_session_behind_it(
    engine: Engine, client: Client, alice: User
) -> None:
    client.force_login(alice)
    key = key_of(client.session)
    end_account_sessions(alice)
    assert client.get("/api/auth/cookie").json()["user"] is None
    assert not engine().exists(key)


def test_signing_in_and_out(engine: Engine, client: Client, alice: User) -> None:
    client.force_login(alice)
    key = key_of(client.session)
    assert engine(key)[SESSION_KEY] == str(alice.pk)
    client.logout()
    assert not engine().exists(key)
