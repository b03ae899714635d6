"""People: oneself, others, search and blocks."""

from collections.abc import Callable, Collection

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import Block, User
from apps.accounts.selectors import (
    blocked_either_way,
    blocks_between,
    find_users,
    usernames_to_ids,
    users_by_id,
    users_changed,
)
from apps.accounts.services.accounts import touch
from apps.core.clock import now
from apps.core.errors import NotFound
from apps.fanout.presence import KeptPresence

pytestmark = pytest.mark.django_db
Api = Callable[[User], APIClient]
ABSENT = "0192e4a0-7b1c-7000-8000-000000000000"


@pytest.fixture
def everybody_is_online(monkeypatch: pytest.MonkeyPatch) -> None:
    def online(_: object, users: Collection[str]) -> set[str]:
        return set(users)

    monkeypatch.setattr(KeptPresence, "online", online)


def test_me(api: Api, alice: User) -> None:
    assert api(alice).get("/api/users/me").json() == {
        "id": str(alice.id),
        "username": "alice",
        "display_name": "Alice",
        "avatar_url": None,
        "presence": "offline",
        "email": "",
        "version": 1,
    }


def test_changing_oneself(api: Api, alice: User) -> None:
    client = api(alice)
    change = {"display_name": "Alice L.", "email": "a@b.example", "avatar_url": "https://b.example/a.png"}
    body = client.patch("/api/users/me", change).json()
    assert {name: body[name] for name in change} == change
    assert body["version"] == 2
    kept = client.patch("/api/users/me", {"avatar_url": ""}).json()
    assert (kept["avatar_url"], kept["email"], kept["version"]) == (None, "a@b.example", 3)
    assert client.patch("/api/users/me", {}).json()["version"] == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "x" * 65),
        ("display_name", None),
        ("display_name", "a\x07b"),
        ("email", "nonsense"),
        ("avatar_url", "javascript:alert(1)"),
        ("avatar_url", "ftp://b.example/a.png"),
        ("avatar_url", "https://b.example/" + "x" * 500),
        ("avatar_url", 5),
    ],
)
def test_a_change_that_may_not_be(api: Api, alice: User, field: str, value: object) -> None:
    response = api(alice).patch("/api/users/me", {field: value})
    assert response.status_code == 400
    assert response.json()["errors"][0]["attr"] == field


@pytest.mark.usefixtures("everybody_is_online")
def test_others_by_id_or_name(api: Api, alice: User, bob: User) -> None:
    client = api(alice)
    by_name = client.get("/api/users/BOB")
    assert by_name.json() == {
        "id": str(bob.id),
        "username": "bob",
        "display_name": "Bob",
        "avatar_url": None,
        "presence": "online",
    }
    assert client.get(f"/api/users/{bob.id}").content == by_name.content


def test_who_is_switched_off_does_not_exist(api: Api, alice: User, bob: User) -> None:
    User.objects.filter(id=bob.id).update(is_active=False)
    client = api(alice)
    answers = {
        client.get(f"/api/users/{ref}").content for ref in ("bob", bob.id, ABSENT, "nobody", "%00", "a b")
    }
    assert len(answers) == 1
    assert client.get("/api/users", {"search": "bob"}).json()["results"] == []


def test_search_by_the_beginning_of_either_name(
    api: Api, alice: User, make_user: Callable[[str], User]
) -> None:
    for name in ("bob", "bobby", "zed"):
        make_user(name)
    User.objects.filter(username="zed").update(display_name="Bobo")
    client = api(alice)
    found = client.get("/api/users", {"search": "BOB"}).json()["results"]
    assert [row["username"] for row in found] == ["bob", "bobby", "zed"]
    assert set(found[0]) == {"id", "username", "display_name", "avatar_url", "presence"}
    assert client.get("/api/users", {"search": "%"}).json()["results"] == []
    page = client.get("/api/users", {"search": "bob", "limit": "2"}).json()
    assert [row["username"] for row in client.get(page["next"]).json()["results"]] == ["zed"]
    assert client.get("/api/users", {"search": "x" * 201}).status_code == 400
    assert client.get("/api/users", {"search": "\0"}).status_code == 400


@pytest.mark.usefixtures("everybody_is_online")
def test_a_block_hides_both_from_each_other(api: Api, alice: User, bob: User, carol: User) -> None:
    client = api(alice)
    assert client.put("/api/users/bob/block").status_code == 204
    assert client.put("/api/users/bob/block").status_code == 204
    assert [row["username"] for row in client.get("/api/blocks").json()["results"]] == ["bob"]
    assert client.get("/api/users/bob").json()["presence"] == "offline"
    assert api(bob).get("/api/users/alice").json()["presence"] == "offline"
    assert api(carol).get("/api/users/alice").json()["presence"] == "online"
    assert api(bob).get("/api/blocks").json()["results"] == []
    assert blocked_either_way(bob.id) == {alice.id}
    assert blocks_between(bob.id, alice.id)
    assert set(User.objects.values_list("username", "version")) == {("alice", 2), ("bob", 2), ("carol", 1)}


def test_taking_a_block_back(api: Api, alice: User, bob: User) -> None:
    client = api(alice)
    client.put("/api/users/bob/block")
    assert client.delete(f"/api/users/{bob.id}/block").status_code == 204
    assert client.delete(f"/api/users/{bob.id}/block").status_code == 204
    assert not Block.objects.exists()
    alice.refresh_from_db()
    assert alice.version == 3


def test_blocks_that_make_no_sense(api: Api, alice: User) -> None:
    assert api(alice).put("/api/users/alice/block").status_code == 400
    assert api(alice).put("/api/users/nobody/block").status_code == 404


@pytest.mark.parametrize(
    "path", ["/api/users/me", "/api/users", "/api/users/alice", "/api/blocks", "/api/sessions"]
)
def test_strangers_are_asked_to_sign_in(path: str, alice: User) -> None:
    response = APIClient().get(path)
    assert response.status_code == 401
    assert response.json()["errors"][0]["code"] == "unauthenticated"
    assert APIClient(HTTP_AUTHORIZATION="Bearer ").get(path).status_code == 401


def test_finding_several(alice: User, bob: User) -> None:
    assert find_users(["BOB", str(alice.id), "bob"]) == [bob, alice, bob]
    with pytest.raises(NotFound):
        find_users(["bob", "nobody"])
    assert usernames_to_ids({"alice", "nobody", "not a name"}) == {"alice": alice.id}
    assert usernames_to_ids({"not a name"}) == {}
    assert users_by_id([alice.id]) == {alice.id: alice}


def test_what_moved_is_found_by_the_clock(alice: User, bob: User) -> None:
    before = now()
    assert users_changed(before) == set()
    touch([bob.id, bob.id])
    assert users_changed(before) == {bob.id}
    assert users_changed(None) == set()
