"""The list of one's devices, and how sessions end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from rest_framework.test import APIClient

from apps.accounts.models import DeviceSession, RefreshToken, Ticket, User
from apps.accounts.selectors import sessions_ended
from apps.accounts.services import sessions as session_services
from apps.accounts.services import tickets
from apps.accounts.services.accounts import ban_account, end_account_sessions
from apps.accounts.services.sessions import start_session
from apps.accounts.services.tokens import issue_pair
from apps.core import portions
from apps.core.clock import DatabaseNow, now
from apps.fanout.events import Event, SessionsEnded
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
Api = Callable[[User], APIClient]
SESSIONS = "/api/sessions"


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    events: list[Event] = []
    monkeypatch.setattr(session_services, "publish_on_commit", events.append)
    return events


def test_the_list_shows_ones_own_devices(api: Api, alice: User, bob: User) -> None:
    start_session(bob, name="of bob", address=None)
    start_session(alice, name="Phone", address="2001:db8::7")
    found = api(alice).get(SESSIONS).json()["results"]
    assert [(row["name"], row["address"], row["current"]) for row in found] == [
        ("test", "127.0.0.1", True),
        ("Phone", "2001:db8::7", False),
    ]
    assert set(found[0]) == {"id", "name", "address", "created_at", "last_used_at", "current"}


def test_the_list_goes_by_pages(api: Api, alice: User) -> None:
    for number in range(3):
        start_session(alice, name=f"device {number}", address=None)
    client = api(alice)
    first = client.get(SESSIONS, {"limit": 2}).json()
    second = client.get(first["next"]).json()
    names = [row["name"] for row in first["results"] + second["results"]]
    assert names == ["test", "device 2", "device 1", "device 0"]
    assert second["next"] is None


@pytest.mark.parametrize("limit", ["0", "101", "x"])
def test_a_limit_has_bounds(api: Api, alice: User, limit: str) -> None:
    assert api(alice).get(SESSIONS, {"limit": limit}).json()["errors"][0]["attr"] == "limit"


def test_ending_one(api: Api, alice: User, published: list[Event]) -> None:
    phone = start_session(alice, name="Phone", address=None)
    assert api(alice).delete(f"{SESSIONS}/{phone.id}").status_code == 204
    assert published == [SessionsEnded(sessions=(str(phone.id),), code=4401, users=(str(alice.id),))]
    assert sessions_ended(None) == {phone.id: "signed_out"}


def test_a_session_that_is_not_ones_own_does_not_exist(api: Api, alice: User, bob: User) -> None:
    other = start_session(bob, name="of bob", address=None)
    client = api(alice)
    answers = {
        client.delete(f"{SESSIONS}/{ref}").content
        for ref in (other.id, "0192e4a0-7b1c-7000-8000-000000000000", "nonsense", "%00")
    }
    assert len(answers) == 1
    assert b"not_found" in answers.pop()
    assert DeviceSession.objects.get(id=other.id).ended_at is None


def test_ending_all_others(api: Api, alice: User, bob: User) -> None:
    start_session(alice, name="Phone", address=None)
    start_session(bob, name="of bob", address=None)
    client = api(alice)
    assert client.delete(SESSIONS).status_code == 204
    assert set(DeviceSession.objects.filter(ended_at=None).values_list("name", flat=True)) == {
        "test",
        "of bob",
    }
    assert client.get(SESSIONS).status_code == 200


def test_a_new_password_ends_the_others(api: Api, alice: User) -> None:
    here, there = api(alice), api(alice)
    change = {"old": PASSWORD, "new": "another good passphrase"}
    assert here.post("/api/auth/password", change).status_code == 204
    assert here.get(SESSIONS).status_code == 200
    assert there.get(SESSIONS).status_code == 401
    alice.refresh_from_db()
    assert alice.check_password("another good passphrase")


def test_a_password_change_is_judged(api: Api, alice: User) -> None:
    client = api(alice)
    wrong = client.post("/api/auth/password", {"old": "wrong", "new": "another good passphrase"})
    assert wrong.status_code == 401
    weak = client.post("/api/auth/password", {"old": PASSWORD, "new": "12345"})
    assert (weak.status_code, weak.json()["errors"][0]["attr"]) == (400, "new")


def test_a_ban_ends_all_with_its_own_code(alice: User, published: list[Event]) -> None:
    session = start_session(alice, name="Phone", address=None)
    ban_account(alice, now() + timedelta(days=1))
    assert published == [SessionsEnded(sessions=(str(session.id),), code=4403, users=(str(alice.id),))]
    assert sessions_ended(now() - timedelta(seconds=5)) == {session.id: "banned"}


def test_nothing_is_published_before_the_commit(
    alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    start_session(alice, name="Phone", address=None)
    with django_capture_on_commit_callbacks() as callbacks:
        end_account_sessions(alice)
        end_account_sessions(alice)
    assert len(callbacks) == 1


def test_too_many_devices_end_those_unused_for_longest(alice: User, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "device_sessions": 2}
    for name in ("first", "second", "third"):
        start_session(alice, name=name, address=None)
    left = DeviceSession.objects.filter(ended_at=None).order_by("created_at")
    assert [row.name for row in left] == ["second", "third"]


def test_what_has_expired_is_cleared_in_portions(
    alice: User, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "PORTION", 1)
    names = ("kept", "idle", "idle too", "ended")
    kept, idle, idle_too, ended = (start_session(alice, name=name, address=None) for name in names)
    issue_pair(kept)
    issue_pair(idle)
    tickets.issue(kept)
    tickets.issue(idle)
    long_ago = DatabaseNow() - timedelta(days=61)
    DeviceSession.objects.filter(id__in=[idle.id, idle_too.id]).update(last_used_at=long_ago)
    DeviceSession.objects.filter(id=ended.id).update(ended_at=long_ago, end_reason="signed_out")
    Ticket.objects.filter(session=idle).update(expires_at=long_ago)
    RefreshToken.objects.filter(session=idle).update(expires_at=long_ago)
    Session.objects.create(session_key="of-the-past", session_data="", expire_date=long_ago)
    call_command("clear_expired")
    assert "tickets: 1\nrefresh tokens: 1\ncookie sessions: 1\nsessions: 1" in capsys.readouterr().out
    assert set(DeviceSession.objects.values_list("name", "end_reason")) == {
        ("kept", ""),
        ("idle", "signed_out"),
        ("idle too", "signed_out"),
    }
