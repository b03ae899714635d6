"""GET /api/rooms, and a room seen from outside."""

import pytest

from apps.accounts.models import User
from apps.conversations.models import Conversation
from apps.conversations.selectors.rooms import rooms
from apps.conversations.services import members, messages
from apps.conversations.services.conversations import NewConversation, create
from tests.conftest import Api

pytestmark = pytest.mark.django_db


def test_rooms_one_may_join(api: Api, room: Conversation, group: Conversation, bob: User) -> None:
    (kitchen,) = api(bob).get("/api/rooms?search=KITCH").json()["results"]
    assert kitchen == {
        "id": str(room.id),
        "slug": "kitchen",
        "title": room.title,
        "members_count": 1,
        "joined": False,
    }
    slugs = [found["slug"] for found in api(bob).get("/api/rooms").json()["results"]]
    assert set(slugs) == {"general", "kitchen"}


def test_joined_rooms_say_so_and_titles_are_searched(api: Api, alice: User, bob: User) -> None:
    create(alice, NewConversation(kind="room", slug="cellar", title="Wine & Cheese"))
    members.join(bob, "cellar")
    assert [found["joined"] for found in api(bob).get("/api/rooms?search=cheese").json()["results"]] == [True]


def test_whoever_is_banned_does_not_see_the_room_listed(room: Conversation, alice: User, bob: User) -> None:
    members.ban(alice, "kitchen", "bob")
    assert "kitchen" not in {found.slug for found in rooms(bob.id)}


def test_from_outside_a_room_tells_what_it_is_and_not_what_is_said(
    api: Api, room: Conversation, alice: User, bob: User
) -> None:
    messages.send_message(alice, "kitchen", body="secret")
    for ref in ("kitchen", "KITCHEN", str(room.id)):
        seen = api(bob).get(f"/api/conversations/{ref}").json()
        assert (seen["slug"], seen["role"], seen["last_message"], seen["unread"]) == (
            "kitchen",
            None,
            None,
            0,
        )
    for rest in ("messages", "events?after=0", "members"):
        answer = api(bob).get(f"/api/conversations/kitchen/{rest}")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "forbidden")


def test_joining_shows_all_of_a_shared_history(api: Api, room: Conversation, alice: User, bob: User) -> None:
    messages.send_message(alice, "kitchen", body="hello")
    joined = api(bob).post("/api/conversations/kitchen/join")
    assert (joined.status_code, joined.json()["role"], joined.json()["members_count"]) == (200, "member", 2)
    page = api(bob).get("/api/conversations/kitchen/messages").json()
    assert [message["body"] for message in page["results"]] == ["hello"]
    assert api(bob).post("/api/conversations/kitchen/leave").status_code == 204
    assert api(bob).get("/api/conversations/kitchen").json()["role"] is None
