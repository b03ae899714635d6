"""Access tokens and tickets: who calls, in how many statements."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient
from rest_framework_simplejwt import tokens
from rest_framework_simplejwt.tokens import AccessToken
from rest_framework_simplejwt.utils import aware_utcnow

from apps.accounts.identity import identify_access, identify_ticket
from apps.accounts.models import DeviceSession, Ticket, User
from apps.accounts.services import tickets
from apps.accounts.services.accounts import ban_account
from apps.accounts.services.sessions import end_session, start_session
from apps.accounts.services.tokens import issue_access
from apps.core.clock import DatabaseNow, now
from apps.core.errors import Banned, Unauthenticated

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(alice: User) -> DeviceSession:
    return start_session(alice, name="test", address=None)


def _expired(session: DeviceSession) -> str:
    token = AccessToken()
    token.set_exp(lifetime=-timedelta(seconds=1))
    token["sid"] = str(session.id)
    return str(token)


def _without_session(_: DeviceSession) -> str:
    return str(AccessToken())


def _of_another_key(session: DeviceSession) -> str:
    head, payload, _ = issue_access(session).split(".")
    return f"{head}.{payload}.{'A' * 43}"


def test_a_token_is_one_statement(
    session: DeviceSession, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token = issue_access(session)
    with django_assert_num_queries(1):
        identity = identify_access(token)
        assert (identity.user.username, identity.session.id) == ("alice", session.id)


def test_a_token_of_a_process_whose_clock_is_ahead(
    session: DeviceSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = aware_utcnow() + timedelta(seconds=90)
    monkeypatch.setattr(tokens, "aware_utcnow", lambda: ahead)
    token = issue_access(session)
    monkeypatch.undo()
    assert identify_access(token).session.id == session.id


@pytest.mark.parametrize(
    "make",
    [_expired, _without_session, _of_another_key, lambda _: "", lambda _: "a.b.c", lambda _: "é\ud800"],
)
def test_other_tokens_are_refused(session: DeviceSession, make: Callable[[DeviceSession], str]) -> None:
    with pytest.raises(Unauthenticated):
        identify_access(make(session))


def test_an_ended_session_is_refused_at_once(session: DeviceSession, alice: User) -> None:
    end_session(alice, str(session.id))
    with pytest.raises(Unauthenticated):
        identify_access(issue_access(session))


def test_the_banned_are_told_until_the_ban_is_over(session: DeviceSession, alice: User) -> None:
    ban_account(alice, now() + timedelta(hours=1))
    with pytest.raises(Banned):
        identify_access(issue_access(session))
    User.objects.update(banned_until=DatabaseNow() - timedelta(seconds=1))
    with pytest.raises(Unauthenticated):
        identify_access(issue_access(session))


def test_an_account_switched_off_is_refused(session: DeviceSession) -> None:
    User.objects.update(is_active=False)
    with pytest.raises(Unauthenticated):
        identify_access(issue_access(session))


def test_use_is_written_once_a_minute(
    session: DeviceSession, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token = issue_access(session)
    DeviceSession.objects.update(last_used_at=DatabaseNow() - timedelta(minutes=2))
    with django_assert_num_queries(2):
        identify_access(token)
    with django_assert_num_queries(1):
        identify_access(token)


def test_a_ticket_over_rest(api: Callable[[User], APIClient], alice: User) -> None:
    response = api(alice).post("/api/realtime/ticket")
    assert response.status_code == 201
    body = response.json()
    assert body["url"] == f"ws://testserver/ws?ticket={body['ticket']}"
    assert body["expires_in"] == 60
    assert body["ticket"] not in Ticket.objects.values_list("digest", flat=True)
    assert identify_ticket(body["ticket"]).user == alice


def test_the_address_of_a_ticket_is_secure_where_the_call_was(
    api: Callable[[User], APIClient], alice: User
) -> None:
    assert api(alice).post("/api/realtime/ticket", secure=True).json()["url"].startswith("wss://")


def test_a_ticket_works_once(
    session: DeviceSession, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ticket = tickets.issue(session)
    with django_assert_num_queries(2):
        assert tickets.consume(ticket).user.username == "alice"
    with pytest.raises(Unauthenticated):
        tickets.consume(ticket)


@pytest.mark.parametrize("ticket", ["", "nonsense", "\ud800"])
def test_other_tickets_are_refused(db: None, ticket: str) -> None:
    with pytest.raises(Unauthenticated):
        identify_ticket(ticket)


def test_a_ticket_expires(session: DeviceSession) -> None:
    ticket = tickets.issue(session)
    Ticket.objects.update(expires_at=DatabaseNow() - timedelta(seconds=1))
    with pytest.raises(Unauthenticated):
        identify_ticket(ticket)


def test_a_ticket_dies_with_its_session(session: DeviceSession, alice: User) -> None:
    ticket = tickets.issue(session)
    end_session(alice, str(session.id))
    with pytest.raises(Unauthenticated):
        identify_ticket(ticket)


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_use_a_ticket_at_once_one_gets_in(session: DeviceSession) -> None:
    ticket = tickets.issue(session)

    def once(_: int) -> bool:
        try:
            identify_ticket(ticket)
        except Unauthenticated:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(once, range(10))) == 1
