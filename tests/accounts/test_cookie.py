"""The browser's sign-in: an HttpOnly cookie, CSRF, and the device session behind it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import DeviceSession, User
from apps.accounts.services.accounts import ban_account
from apps.accounts.services.sessions import end_session, start_session
from apps.accounts.services.tokens import issue_access
from apps.core.clock import now
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
COOKIE = "/api/auth/cookie"
JSON = "application/json"
SIGN_IN = {"username": "alice", "password": PASSWORD}


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def _token(browser: Client) -> str:
    return str(browser.get(COOKIE).json()["csrf_token"])


def _sign_in(browser: Client) -> Any:
    return browser.post(COOKIE, SIGN_IN, JSON, headers={"X-CSRFToken": _token(browser)})


def test_a_browser_signs_in_and_out(browser: Client, alice: User) -> None:
    assert browser.get(COOKIE).json()["user"] is None
    response = _sign_in(browser)
    assert response.status_code == 200
    assert response.json()["user"]["username"] == "alice"
    cookie = response.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert browser.get("/api/users/me").json()["username"] == "alice"
    left = browser.delete(COOKIE, headers={"X-CSRFToken": _token(browser)})
    assert left.status_code == 204
    assert browser.get("/api/users/me").status_code == 401
    assert DeviceSession.objects.get().ended_at is not None


def test_signing_in_needs_the_token(browser: Client, alice: User) -> None:
    response = browser.post(COOKIE, SIGN_IN, JSON)
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "forbidden"
    assert not DeviceSession.objects.exists()


def test_signing_out_and_changing_need_the_token(browser: Client, alice: User) -> None:
    _sign_in(browser)
    assert browser.delete(COOKIE).status_code == 403
    assert browser.patch("/api/users/me", {"email": "a@b.example"}, JSON).status_code == 403
    token = _token(browser)
    changed = browser.patch("/api/users/me", {"email": "a@b.example"}, JSON, headers={"X-CSRFToken": token})
    assert changed.status_code == 200


def test_registering_with_a_cookie(browser: Client) -> None:
    account = {"username": "dora", "password": PASSWORD, "cookie": True}
    assert browser.post("/api/auth/register", account, JSON).status_code == 403
    assert not User.objects.exists()
    response = browser.post("/api/auth/register", account, JSON, headers={"X-CSRFToken": _token(browser)})
    assert response.status_code == 201
    assert list(response.json()) == ["user"]
    assert browser.get(COOKIE).json()["user"]["username"] == "dora"


def test_the_cookie_ends_with_the_device_session(browser: Client, alice: User) -> None:
    _sign_in(browser)
    end_session(alice, str(DeviceSession.objects.get().id))
    assert browser.get("/api/users/me").status_code == 401
    assert browser.get(COOKIE).json()["user"] is None


def test_the_cookie_ends_with_a_ban(browser: Client, alice: User) -> None:
    _sign_in(browser)
    ban_account(alice, now() + timedelta(days=1))
    assert browser.get("/api/users/me").status_code == 401
    assert _sign_in(browser).json()["errors"][0]["code"] == "banned"


def test_signing_in_again_ends_what_was_before(browser: Client, alice: User) -> None:
    _sign_in(browser)
    _sign_in(browser)
    assert DeviceSession.objects.filter(ended_at=None).count() == 1


def test_a_new_password_keeps_this_browser_only(browser: Client, alice: User) -> None:
    other = Client(enforce_csrf_checks=True)
    _sign_in(other)
    _sign_in(browser)
    change = {"old": PASSWORD, "new": "another good passphrase"}
    response = browser.post("/api/auth/password", change, JSON, headers={"X-CSRFToken": _token(browser)})
    assert response.status_code == 204
    assert browser.get("/api/users/me").status_code == 200
    assert other.get("/api/users/me").status_code == 401


def test_signing_out_without_being_signed_in(browser: Client, db: None) -> None:
    assert browser.delete(COOKIE, headers={"X-CSRFToken": _token(browser)}).status_code == 204


def test_a_password_changed_by_token_leaves_the_browser_to_its_owner(
    browser: Client, alice: User, bob: User
) -> None:
    _sign_in(browser)
    access = issue_access(start_session(bob, name="test", address=None))
    body = {"old": PASSWORD, "new": "another horse battery staple"}
    changed = browser.post("/api/auth/password", body, JSON, headers={"Authorization": f"Bearer {access}"})
    assert changed.status_code == 204
    assert browser.get(COOKIE).json()["user"]["username"] == "alice"
