"""Registration and sign-in with a password."""

import hashlib

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from apps.accounts.models import DeviceSession, RefreshToken, User
from apps.accounts.services import accounts
from chatproject.limits import Rate
from tests.conftest import PASSWORD

REGISTER = "/api/auth/register"
TOKEN = "/api/auth/token"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> APIClient:
    made = APIClient()
    made.default_format = "json"
    return made


def test_registering_signs_in(visitor: APIClient) -> None:
    response = visitor.post(REGISTER, {"username": "Dora", "password": PASSWORD, "display_name": " Dora D. "})
    assert response.status_code == 201
    body = response.json()
    assert set(body) == {"user", "access", "refresh"}
    assert body["user"]["username"] == "dora"
    assert body["user"]["display_name"] == "Dora D."
    assert body["user"]["avatar_url"] is None
    visitor.credentials(HTTP_AUTHORIZATION=f"Bearer {body['access']}")
    assert visitor.get("/api/users/me").json()["id"] == body["user"]["id"]


def test_a_name_stands_in_for_a_missing_display_name(visitor: APIClient) -> None:
    response = visitor.post(REGISTER, {"username": "dora", "password": PASSWORD})
    assert response.json()["user"]["display_name"] == "dora"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "ab"),
        ("username", "a" * 33),
        ("username", "with space"),
        ("username", "0192e4a0-7b1c-7000-8000-000000000000"),
        ("username", "ALICE"),
        ("password", "12345678"),
        ("password", "short"),
        ("password", "x" * 1_001),
        ("email", "nonsense"),
        ("display_name", "x" * 65),
        ("display_name", "a\tb"),
        ("username", 5),
    ],
)
def test_what_may_not_be_is_named(visitor: APIClient, alice: User, field: str, value: object) -> None:
    response = visitor.post(REGISTER, {"username": "dora", "password": PASSWORD, field: value})
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "invalid"
    assert response.json()["errors"][0]["attr"] == field


def test_closed_registration(visitor: APIClient, settings: Settings) -> None:
    settings.REGISTRATION = "closed"
    response = visitor.post(REGISTER, {"username": "dora", "password": PASSWORD})
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "forbidden"
    assert not User.objects.exists()


def test_a_token_names_the_device(visitor: APIClient, alice: User) -> None:
    response = visitor.post(
        TOKEN, {"username": "Alice", "password": PASSWORD}, HTTP_USER_AGENT=CHROME, REMOTE_ADDR="192.0.2.7"
    )
    assert response.status_code == 200
    session = DeviceSession.objects.get()
    assert (session.name, session.address) == ("Chrome on Linux", "192.0.2.7")
    visitor.post(TOKEN, {"username": "alice", "password": PASSWORD, "device": "Kitchen"})
    assert DeviceSession.objects.filter(name="Kitchen").exists()


def test_no_secret_is_stored(visitor: APIClient, alice: User) -> None:
    refresh = visitor.post(TOKEN, {"username": "alice", "password": PASSWORD}).json()["refresh"]
    assert RefreshToken.objects.get().digest == hashlib.sha256(refresh.encode()).hexdigest()


@pytest.mark.parametrize(
    ("username", "password"),
    [("alice", "wrong"), ("nobody", PASSWORD), ("not a name", PASSWORD), ("x" * 500, "y")],
)
def test_wrong_names_and_passwords_answer_alike(
    visitor: APIClient, alice: User, username: str, password: str
) -> None:
    response = visitor.post(TOKEN, {"username": username, "password": password})
    expected = visitor.post(TOKEN, {"username": "alice", "password": "wrong too"})
    assert response.status_code == 401
    assert response.content == expected.content
    assert response.json()["errors"][0]["code"] == "unauthenticated"
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_an_unknown_name_costs_a_hash(
    alice: User, monkeypatch: pytest.MonkeyPatch, visitor: APIClient
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(accounts, "make_password", hashed.append)
    visitor.post(TOKEN, {"username": "nobody", "password": "secret"})
    assert hashed == ["secret"]


def test_an_account_switched_off_is_no_account(visitor: APIClient, alice: User) -> None:
    User.objects.update(is_active=False)
    assert visitor.post(TOKEN, {"username": "alice", "password": PASSWORD}).status_code == 401


def test_a_stale_token_does_not_keep_anybody_out(visitor: APIClient, alice: User) -> None:
    visitor.credentials(HTTP_AUTHORIZATION="Bearer stale")
    assert visitor.post(TOKEN, {"username": "alice", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_names_are_limited_known_or_not(
    visitor: APIClient,
    alice: User,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    username: str,
) -> None:
    monkeypatch.setattr("apps.core.limits.time.time", lambda: 1_800_000_000.0)
    settings.RATE_LIMIT_FACTOR = 1
    wrong = {"username": username, "password": "wrong"}
    codes = [visitor.post(TOKEN, wrong, REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(10)]
    assert codes == [401] * 10
    refused = visitor.post(TOKEN, {**wrong, "username": username.upper()})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


@pytest.mark.parametrize(("through_the_front", "refused"), [(False, True), (True, False)])
def test_an_address_that_a_direct_caller_made_up_changes_nothing(
    visitor: APIClient,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    *,
    through_the_front: bool,
    refused: bool,
) -> None:
    monkeypatch.setattr("apps.core.limits.time.time", lambda: 1_800_000_000.0)
    settings.RATE_LIMIT_FACTOR, settings.TRUSTED_PROXIES = 1, 2
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "refresh": Rate(3, 60)}
    settings.PROXY_SECRET = "a-secret-of-the-outermost-proxy-alone"
    shown = {"HTTP_X_PROXY_SECRET": settings.PROXY_SECRET} if through_the_front else {}
    codes = []
    for number in range(4):
        hop = f"203.0.113.{number}"
        answer = visitor.post(
            "/api/auth/token/refresh",
            {"refresh": "unknown"},
            REMOTE_ADDR=hop,
            HTTP_X_FORWARDED_FOR=f"{hop}, 198.51.100.7",
            **shown,
        )
        codes.append(answer.status_code)
    assert codes == [401, 401, 401, 429 if refused else 401]


def test_the_admin_shares_the_limits_and_the_gate(
    alice: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.core.limits.time.time", lambda: 1_800_000_000.0)
    settings.RATE_LIMIT_FACTOR = 1
    alice.is_staff = True
    alice.save()
    page = Client()
    form = {"username": "ALICE", "password": "wrong"}
    for _ in range(10):
        assert b"password is wrong" in page.post("/admin/login/", form).content
    refused = page.post("/admin/login/", {**form, "password": PASSWORD})
    assert b"Too many requests" in refused.content
    settings.RATE_LIMIT_FACTOR = 0
    assert page.post("/admin/login/?next=/admin/", {**form, "password": PASSWORD}).status_code == 302
    assert DeviceSession.objects.filter(user=alice, ended_at=None).count() == 1
