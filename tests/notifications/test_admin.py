"""Webhooks for staff: no secret on any page, and switched off and on."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.notifications.models import Webhook
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/admin/notifications/webhook/"


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    return client


def act(admin: Client, action: str, webhook: Webhook) -> str:
    chosen = {"action": action, "_selected_action": [str(webhook.id)]}
    return admin.post(PAGE, chosen, follow=True).content.decode()


def test_no_page_shows_the_secret_and_no_filter_asks_for_it(admin: Client, webhook: Webhook) -> None:
    for page in (PAGE, f"{PAGE}?q=127", f"{PAGE}?active__exact=1", f"{PAGE}{webhook.id}/change/"):
        shown = admin.get(page).content.decode()
        assert webhook.address in shown.replace("&amp;", "&")
        assert webhook.secret not in shown
    assert admin.get(f"{PAGE}?secret__startswith=w").status_code == 400
    assert webhook.address not in admin.get(f"{PAGE}?q={webhook.secret}").content.decode()


def test_switching_off_and_on(admin: Client, webhook: Webhook) -> None:
    assert "1 disabled." in act(admin, "disable", webhook)
    webhook.refresh_from_db()
    assert not webhook.active
    assert "1 enabled." in act(admin, "enable", webhook)
    webhook.refresh_from_db()
    assert webhook.active
