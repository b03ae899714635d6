"""The admin's pages of calls and recordings: a constant price, and actions that end a call and delete a recording."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.calls.models import Call, Recording
from apps.calls.services import joining
from apps.conversations.models import Conversation
from tests.conftest import PASSWORD

from .conftest import device_of, start, states

pytestmark = pytest.mark.django_db
PAGE = "/admin/calls/call/"
RECORDINGS = "/admin/calls/recording/"


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    return client


def statements(admin: Client, page: str = PAGE) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert admin.get(page).status_code == 200
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


def test_the_list_of_recordings_costs_the_same_whatever_its_length(
    admin: Client, alice: User, direct: Conversation
) -> None:
    call = start(alice, direct)
    Recording.objects.create(call=call, by=alice)
    few = statements(admin, RECORDINGS)
    for _ in range(5):
        Recording.objects.create(call=call, by=alice)
    assert statements(admin, RECORDINGS) == few


def test_recordings_are_found_by_who_took_part_and_where(
    admin: Client, alice: User, bob: User, direct: Conversation, group: Conversation
) -> None:
    call = start(alice, direct)
    recording = Recording.objects.create(call=call, by=alice)
    page = f"{RECORDINGS}{recording.id}/change/"
    for asked, found in (
        ("alice", True),
        ("bob", True),
        ("carol", False),
        (str(direct.id), True),
        (str(group.id), False),
    ):
        assert (page in admin.get(RECORDINGS, {"q": asked}).content.decode()) is found, asked
    conversation = f"/admin/conversations/conversation/{direct.id}/change/"
    assert conversation in admin.get(page).content.decode()
    assert page in admin.get(f"{PAGE}{call.id}/change/").content.decode()
    assert admin.get(f"{RECORDINGS}{recording.id}/delete/").status_code == 403


def test_staff_delete_a_recording(admin: Client, alice: User, direct: Conversation) -> None:
    call = start(alice, direct)
    recording = Recording.objects.create(call=call, by=alice, state="ready")
    chosen = {"action": "delete_recordings", "_selected_action": [str(recording.id)]}
    assert "1 deleted" in admin.post(RECORDINGS, chosen, follow=True).content.decode()
    assert not Recording.objects.exists()
    assert str(recording.id) in admin.get(f"{PAGE}{call.id}/history/").content.decode()


def test_whoever_may_only_look_deletes_no_recording(alice: User, bob: User, direct: Conversation) -> None:
    recording = Recording.objects.create(call=start(alice, direct), by=alice)
    bob.is_staff = True
    bob.save()
    bob.user_permissions.set(Permission.objects.filter(codename="view_recording"))
    client = Client()
    client.force_login(bob)
    assert client.get(RECORDINGS).status_code == 200
    client.post(RECORDINGS, {"action": "delete_recordings", "_selected_action": [str(recording.id)]})
    assert Recording.objects.exists()
