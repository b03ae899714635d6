"""The admin's page of calls: a constant price, and an action that ends one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.calls.models import Call
from apps.calls.services import joining
from apps.conversations.models import Conversation
from tests.conftest import PASSWORD

from .conftest import device_of, start, states

pytestmark = pytest.mark.django_db
PAGE = "/admin/calls/call/"


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    return client


def statements(admin: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert admin.get(PAGE).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_whatever_its_length(
    admin: Client, alice: User, direct: Conversation
) -> None:
    def call_and_hang_up() -> None:
        joining.hang_up(alice, str(start(alice, direct).id))

    call_and_hang_up()
    few = statements(admin)
    for _ in range(5):
        call_and_hang_up()
    assert statements(admin) == few


def test_staff_end_a_call(admin: Client, alice: User, bob: User, direct: Conversation) -> None:
    call = start(alice, direct)
    joining.accept(bob, str(call.id), device_of(bob))
    assert admin.get(f"{PAGE}{call.id}/change/").status_code == 200
    chosen = {"action": "end_calls", "_selected_action": [str(call.id)]}
    assert "1 ended" in admin.post(PAGE, chosen, follow=True).content.decode()
    assert states(call) == {"alice": "left", "bob": "left"}
    admin.post(PAGE, chosen)
    assert Call.objects.get().end_reason == "completed"
