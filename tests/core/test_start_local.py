"""What `make run` prepares and prints, and how a restored server voids old cursors."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from pytest_django import Settings

from apps.accounts.models import User
from apps.conversations.models import Installation, Membership

pytestmark = pytest.mark.django_db
PEOPLE = {"alice", "bob", "carol", "admin"}


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_with_debug_there_are_people_in_general(settings: Settings) -> None:
    settings.DEBUG = True
    settings.PORT = 8123
    printed = run("start_local")
    members = Membership.objects.filter(conversation__slug="general")
    assert set(members.values_list("user__username", flat=True)) == PEOPLE
    assert get_user_model().objects.get(is_staff=True).username == "admin"
    assert "http://127.0.0.1:8123/api/auth/token" in printed
    assert 'npx wscat -c "ws://127.0.0.1:8123/ws?token=$ACCESS&roomId=general"' in printed


def test_the_printed_password_is_theirs(settings: Settings) -> None:
    settings.DEBUG = True
    printed = run("start_local")
    password = printed.partition('"password": "')[2].partition('"')[0]
    assert all(user.check_password(password) for user in User.objects.filter(username__in=PEOPLE))


def test_a_second_start_makes_nobody(settings: Settings, alice: User) -> None:
    settings.DEBUG = True
    first = run("start_local")
    assert run("start_local") == first
    assert User.objects.count() == len(PEOPLE)


def test_without_debug_there_is_nobody_with_a_known_password(settings: Settings) -> None:
    assert "password" not in run("start_local")
    assert not User.objects.exists()


def test_a_new_epoch_is_stored_and_printed() -> None:
    before = Installation.objects.values_list("epoch", flat=True).first()
    printed = run("new_epoch").strip()
    assert Installation.objects.get().epoch == printed != before
