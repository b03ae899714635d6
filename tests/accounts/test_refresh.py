"""Refresh tokens: one chain per session, used once, forgiving for ten seconds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from apps.accounts.models import DeviceSession, RefreshToken, User
from apps.accounts.services import tokens
from apps.accounts.services.accounts import ban_account
from apps.accounts.services.sessions import start_session
from apps.core.clock import DatabaseNow, now
from apps.core.errors import TokenReused, Unauthenticated

pytestmark = pytest.mark.django_db
REFRESH = "/api/auth/token/refresh"


@pytest.fixture
def first(alice: User) -> str:
    return tokens.issue_pair(start_session(alice, name="test", address=None)).refresh


@pytest.fixture
def visitor() -> APIClient:
    made = APIClient()
    made.default_format = "json"
    return made


def _let_the_grace_pass() -> None:
    RefreshToken.objects.exclude(used_at=None).update(used_at=DatabaseNow() - timedelta(seconds=11))


def test_a_refresh_answers_a_new_pair(visitor: APIClient, first: str) -> None:
    body = visitor.post(REFRESH, {"refresh": first}).json()
    assert set(body) == {"access", "refresh"}
    assert body["refresh"] != first
    visitor.credentials(HTTP_AUTHORIZATION=f"Bearer {body['access']}")
    assert visitor.get("/api/users/me").status_code == 200
    assert visitor.post(REFRESH, {"refresh": body["refresh"]}).status_code == 200


def test_the_predecessor_answers_the_same_successor_for_a_while(first: str) -> None:
    assert tokens.refresh(first).refresh == tokens.refresh(first).refresh
    assert RefreshToken.objects.filter(used_at=None).count() == 1


def test_the_grace_ends_when_the_successor_is_used(first: str) -> None:
    second = tokens.refresh(first).refresh
    third = tokens.refresh(second).refresh
    with pytest.raises(TokenReused):
        tokens.refresh(first)
    assert DeviceSession.objects.get().ended_at is not None
    with pytest.raises(Unauthenticated):
        tokens.refresh(third)


def test_the_grace_ends_with_time(visitor: APIClient, first: str) -> None:
    second = tokens.refresh(first)
    _let_the_grace_pass()
    response = visitor.post(REFRESH, {"refresh": first})
    assert response.status_code == 401
    assert response.json()["errors"][0]["code"] == "token_reused"
    visitor.credentials(HTTP_AUTHORIZATION=f"Bearer {second.access}")
    assert visitor.get("/api/users/me").status_code == 401
    assert visitor.post(REFRESH, {"refresh": second.refresh}).status_code == 401


def test_an_expired_token_is_refused_and_ends_nothing(first: str) -> None:
    RefreshToken.objects.update(expires_at=DatabaseNow() - timedelta(seconds=1))
    with pytest.raises(Unauthenticated):
        tokens.refresh(first)
    assert DeviceSession.objects.get().ended_at is None


def test_no_grace_for_a_session_that_is_over(first: str) -> None:
    tokens.refresh(first)
    tokens.sign_out(first)
    with pytest.raises(Unauthenticated):
        tokens.refresh(first)


def test_the_banned_are_told_so(visitor: APIClient, first: str, alice: User) -> None:
    ban_account(alice, now() + timedelta(days=1))
    response = visitor.post(REFRESH, {"refresh": first})
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "banned"


@pytest.mark.parametrize("secret", ["", "nonsense", "é" * 50, "x" * 201])
def test_nonsense_is_refused(visitor: APIClient, secret: str) -> None:
    assert visitor.post(REFRESH, {"refresh": secret}).status_code == (400 if len(secret) > 200 else 401)


def test_signing_out_ends_the_session(visitor: APIClient, first: str) -> None:
    assert visitor.post("/api/auth/logout", {"refresh": first}).status_code == 204
    assert visitor.post("/api/auth/logout", {"refresh": first}).status_code == 204
    assert visitor.post("/api/auth/logout", {"refresh": "unknown"}).status_code == 401
    assert visitor.post(REFRESH, {"refresh": first}).status_code == 401


def test_a_refresh_takes_four_statements(
    first: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # In the test's transaction two more make and release the savepoint.
    with django_assert_num_queries(6):
        tokens.refresh(first)


@pytest.mark.django_db(transaction=True)
def test_ten_refreshes_at_once_make_one_successor(first: str) -> None:
    def once(_: int) -> str:
        try:
            return tokens.refresh(first).refresh
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        successors = set(pool.map(once, range(10)))
    assert len(successors) == 1
    assert RefreshToken.objects.filter(used_at=None).count() == 1
    assert DeviceSession.objects.get().ended_at is None
