"""People's pictures: files of their own, which everybody who is signed in may see."""

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.conversations.models import Conversation
from apps.files.models import File
from tests.conftest import Api
from tests.conversations.conftest import Published, users_in

from .conftest import Json, Sender, Worked
from .content import opened, picture

pytestmark = pytest.mark.django_db


def show(sender: Sender, file: Json) -> Json:
    answer = sender.api.patch("/api/users/me", {"avatar": file["id"]})
    assert answer.status_code == 200, answer.content
    profile: Json = answer.json()
    return profile


def test_everybody_sees_it_where_they_see_its_person(
    alices: Sender, bobs: Sender, api: Api, alice: User, carol: User, group: Conversation
) -> None:
    shown = show(alices, alices.sent(picture("JPEG", (800, 800))))["avatar_url"]
    members = bobs.api.get(f"/api/conversations/{group.id}/members").json()["results"]
    assert {member["user"]["avatar_url"] for member in members} == {shown, None}
    small = opened(Sender(api(carol)).fetch(shown)[0])
    assert (small.format, small.size) == ("WEBP", (480, 480))
    assert bobs.api.get(f"/api/users/{alice.username}/avatar").status_code == 302


def test_a_new_one_has_a_new_address_and_the_last_one_goes(alices: Sender, worked: Worked) -> None:
    first, second = alices.sent(picture()), alices.sent(picture("GIF"))
    before = show(alices, first)["avatar_url"]
    assert show(alices, first)["avatar_url"] == before
    assert show(alices, second)["avatar_url"] != before
    worked("forget_files")
    assert [str(file.id) for file in File.objects.all()] == [second["id"]]


def test_it_can_be_taken_away(alices: Sender, bobs: Sender, worked: Worked, alice: User) -> None:
    shown = show(alices, alices.sent(picture()))["avatar_url"]
    assert alices.api.patch("/api/users/me", {"avatar": None}).json()["avatar_url"] is None
    assert bobs.api.get(shown).status_code == 404
    worked("forget_files")
    assert not File.objects.exists()


def test_the_address_elsewhere_is_shown_without_one(alices: Sender) -> None:
    outside = "https://example.org/alice.png"
    alices.api.patch("/api/users/me", {"avatar_url": outside})
    assert show(alices, alices.sent(picture()))["avatar_url"] != outside
    assert alices.api.patch("/api/users/me", {"avatar": None}).json()["avatar_url"] == outside


def test_what_is_no_avatar(alices: Sender, bobs: Sender, alice: User, group: Conversation) -> None:
    hung = alices.sent(picture())
    body = {"body": "", "attachments": [hung["id"]]}
    assert alices.api.post(f"/api/conversations/{group.id}/messages", body).status_code == 201
    mine = alices.sent(picture())
    show(alices, mine)
    for file in (hung, bobs.sent(picture()), alices.sent(b"notes"), {"id": "no-id"}):
        refused = alices.api.patch("/api/users/me", {"avatar": file["id"]})
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "avatar")
    assert str(User.objects.get(id=alice.id).avatar) == mine["id"]
    assert alices.api.get(mine["thumbnail_url"]).status_code == 302


def test_strangers_are_led_nowhere(alices: Sender, bobs: Sender, bob: User) -> None:
    shown = show(alices, alices.sent(picture()))["avatar_url"]
    assert APIClient().get(shown).status_code == 401
    absent = bobs.api.get(f"/api/users/{bob.id}/avatar")
    assert (absent.status_code, absent.content) == (404, bobs.api.get("/api/users/nobody/avatar").content)


def test_other_devices_are_told(alices: Sender, published: Published, alice: User) -> None:
    file = alices.sent(picture())
    with published() as events:
        show(alices, file)
    assert users_in(events) == {str(alice.id)}
