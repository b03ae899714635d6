"""The outbox for staff: what was given up is found, and tried again."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from apps.accounts.models import User
from apps.core import clock, portions
from apps.outbox import claims
from apps.outbox.adding import add
from apps.outbox.models import OutboxRow
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/admin/outbox/outboxrow/"


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    return client


@pytest.fixture
def dead(db: None) -> OutboxRow:
    add("chore", {"number": 1})
    claims.bury(claims.claim({"chore": 1}), "HTTP 500")
    return OutboxRow.objects.get()


def test_what_was_given_up_is_found(admin: Client, dead: OutboxRow) -> None:
    for asked in ("dead_at__isempty=0", "kind=chore", "q=500", f"q={dead.id}"):
        assert "HTTP 500" in admin.get(f"{PAGE}?{asked}").content.decode()
    assert "HTTP 500" not in admin.get(f"{PAGE}?dead_at__isempty=1").content.decode()
    assert admin.get(f"{PAGE}{dead.id}/change/").status_code == 200
    assert admin.get(f"{PAGE}add/").status_code == 403


def test_all_of_very_many_are_tried_again(
    admin: Client, dead: OutboxRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "PORTION", 1)
    add("chore", {"number": 2})
    chosen = {"action": "try_again", "_selected_action": [str(dead.id)], "select_across": "1"}
    assert "2 tried again." in admin.post(PAGE, chosen, follow=True).content.decode()
    assert len(claims.claim({"chore": 5})) == 2


def test_it_is_tried_again(admin: Client, dead: OutboxRow) -> None:
    chosen = {"action": "try_again", "_selected_action": [str(dead.id)]}
    assert "1 tried again." in admin.post(PAGE, chosen, follow=True).content.decode()
    dead.refresh_from_db()
    assert (dead.dead_at, dead.attempts, dead.error) == (None, 0, "")
    assert dead.due_at <= clock.now()
    assert [job.id for job in claims.claim({"chore": 1})] == [dead.id]


def test_whoever_may_only_look_is_offered_no_action(dead: OutboxRow) -> None:
    viewer = User.objects.create_user("viewer", password=PASSWORD, is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_outboxrow"))
    client = Client()
    client.force_login(viewer)
    shown = client.get(PAGE).content.decode()
    assert "HTTP 500" in shown
    assert "try_again" not in shown
