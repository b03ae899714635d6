"""What staff do: make accounts, help them back in, ban them, end their sessions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import Block, DeviceSession, EndReason, User
from apps.accounts.services import tickets
from apps.accounts.services.blocks import block
from apps.accounts.services.sessions import start_session
from apps.accounts.services.tokens import issue_pair
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
USERS = "/admin/accounts/user/"
SESSIONS = "/admin/accounts/devicesession/"
NEW_PASSWORD = "another good passphrase"


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root", password=PASSWORD)


@pytest.fixture
def admin(root: User) -> Client:
    client = Client()
    client.force_login(root)
    return client


def _act(admin: Client, action: str, *users: User, **fields: str) -> str:
    chosen = {"action": action, "_selected_action": [str(user.pk) for user in users], **fields}
    return admin.post(USERS, chosen, follow=True).content.decode()


def _statements(admin: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert admin.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("model", ["user", "devicesession", "refreshtoken", "ticket", "block"])
def test_every_list_costs_the_same_whatever_its_length(
    admin: Client, root: User, make_user: Callable[[str], User], model: str
) -> None:
    def more(numbers: range) -> None:
        for number in numbers:
            user = make_user(f"user{number}")
            session = start_session(user, name="test", address=None)
            issue_pair(session)
            tickets.issue(session)
            block(root, user)

    more(range(2))
    page = f"/admin/accounts/{model}/?q=user"
    few = _statements(admin, page)
    more(range(2, 12))
    assert _statements(admin, page) == few


def test_an_account_is_made(admin: Client, db: None) -> None:
    form = {
        "username": "Dora",
        "display_name": "Dora D.",
        "email": "",
        "usable_password": "true",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    assert b"does not look like an id" in admin.post(f"{USERS}add/", {**form, "username": "a b"}).content
    assert admin.post(f"{USERS}add/", form).status_code == 302
    assert User.objects.get(username="dora").check_password(NEW_PASSWORD)
    assert b"This username is taken" in admin.post(f"{USERS}add/", form).content


def test_a_ban_until_a_date(admin: Client, alice: User) -> None:
    start_session(alice, name="test", address=None)
    until = timezone.now() + timedelta(days=2)
    answer = _act(admin, "ban", alice, banned_until_0=f"{until:%Y-%m-%d}", banned_until_1=f"{until:%H:%M:%S}")
    assert "1 accounts are banned" in answer
    assert DeviceSession.objects.get(user=alice).end_reason == EndReason.BANNED
    alice.refresh_from_db()
    assert alice.banned_until == until.replace(microsecond=0)
    assert "may sign in" in _act(admin, "unban", alice)
    alice.refresh_from_db()
    assert alice.banned_until is None


@pytest.mark.parametrize(("day", "time"), [("", ""), ("nonsense", "12:00"), ("2001-01-01", "12:00")])
def test_a_ban_needs_a_date_to_come(admin: Client, alice: User, day: str, time: str) -> None:
    _act(admin, "ban", alice, banned_until_0=day, banned_until_1=time)
    alice.refresh_from_db()
    assert alice.banned_until is None


def test_sessions_are_ended(admin: Client, alice: User, bob: User) -> None:
    first = start_session(alice, name="test", address=None)
    second = start_session(bob, name="test", address=None)
    assert "signed out everywhere" in _act(admin, "end_sessions", alice)
    chosen = {"action": "end", "_selected_action": [str(second.id)]}
    assert b"1 sessions have ended" in admin.post(SESSIONS, chosen, follow=True).content
    assert DeviceSession.objects.filter(id__in=[first.id, second.id], ended_at=None).count() == 0


def test_a_one_time_link(admin: Client, alice: User) -> None:
    start_session(alice, name="test", address=None)
    page = _act(admin, "make_reset_link", alice)
    start = page.index("http://testserver/accounts/reset/")
    link = page[start:].split("<")[0].strip()
    person = Client()
    form_at = person.get(link, follow=True).redirect_chain[-1][0]
    done = person.post(form_at, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}, follow=True)
    assert b"The new password is set" in done.content
    alice.refresh_from_db()
    assert alice.check_password(NEW_PASSWORD)
    assert not DeviceSession.objects.filter(user=alice, ended_at=None).exists()
    assert b"This link does not work" in Client().get(link, follow=True).content


def test_switching_an_account_off_ends_its_sessions(admin: Client, alice: User) -> None:
    start_session(alice, name="test", address=None)
    page = f"{USERS}{alice.pk}/change/"
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"display_name": "Alice", "email": "", "avatar_url": ""}).status_code == 302
    alice.refresh_from_db()
    assert (alice.is_active, alice.version) == (False, 2)
    assert not DeviceSession.objects.filter(user=alice, ended_at=None).exists()


def test_staff_set_a_password(admin: Client, alice: User) -> None:
    start_session(alice, name="test", address=None)
    form = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert admin.post(f"{USERS}{alice.pk}/password/", form).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(NEW_PASSWORD)
    assert not DeviceSession.objects.filter(user=alice, ended_at=None).exists()


def test_staff_do_not_reach_above_themselves(root: User, alice: User, bob: User) -> None:
    alice.is_staff = True
    alice.save()
    alice.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
    staff = Client()
    staff.force_login(alice)
    assert "Only a superuser" in _act(staff, "make_reset_link", root)
    _act(staff, "end_sessions", root, bob)
    assert staff.get(f"{USERS}{root.pk}/change/").status_code == 200
    assert staff.post(f"{USERS}{root.pk}/change/", {"email": "x@y.example"}).status_code == 403
    assert staff.post(f"{USERS}{root.pk}/password/", {}).status_code == 403
    staff.post(f"{USERS}{bob.pk}/change/", {"is_active": "on", "is_superuser": "on", "is_staff": "on"})
    bob.refresh_from_db()
    assert (bob.is_superuser, bob.is_staff) == (False, False)


def test_records_are_not_written_by_hand(admin: Client, alice: User, bob: User) -> None:
    block(alice, bob)
    row = Block.objects.get()
    assert admin.get(f"/admin/accounts/block/{row.pk}/change/").status_code == 200
    assert admin.post(f"/admin/accounts/block/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get("/admin/accounts/block/add/").status_code == 403
    assert admin.post(f"{USERS}{alice.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_admins_own_session_can_be_ended(admin: Client, root: User) -> None:
    assert admin.get("/admin/").status_code == 200
    _act(admin, "end_sessions", root)
    assert admin.get("/admin/").status_code == 302
