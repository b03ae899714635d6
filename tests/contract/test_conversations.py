"""The life of direct conversations, groups and rooms, told by several devices."""

import asyncio

import pytest

from .conftest import Someone
from .people import Person, unique

pytestmark = pytest.mark.anyio


async def test_two_people_opening_at_once_get_one_direct_conversation(alice: Person, bob: Person) -> None:
    asked = [
        person.ask("POST /api/conversations", {"kind": "direct", "members": [other.id]}, on=turn % 2)
        for turn, (person, other) in enumerate([(alice, bob), (bob, alice)] * 4)
    ]
    answers = await asyncio.gather(*asked)
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    by_alice = await alice.rest(f"GET /api/conversations/{answers[0].json()['id']}")
    assert (by_alice["kind"], by_alice["peer"]["id"]) == ("direct", bob.id)


async def test_a_private_message_opens_the_conversation_for_both(alice: Person, bob: Person) -> None:
    hers, his = await alice.device(), await bob.device(on=1)
    ack = await hers.ask(type="private_message", user=bob.username, message="hello you")
    added = (await his.expect("conversation_added"))["conversation"]
    assert (added["id"], added["peer"]["id"]) == (ack["conversation"], alice.id)
    entries = await his.complete(added["id"], ack["seq"])
    assert [entry["body"] for entry in entries] == ["hello you"]


async def test_the_life_of_a_group(alice: Person, bob: Person, carol: Person) -> None:
    hers, his = await alice.device(), await carol.device(on=1)
    group = await alice.group(bob)
    assert (group["kind"], group["role"], group["members_count"]) == ("group", "owner", 2)
    assert (group["head"], group["visible_from"]) == (0, 1)
    path = f"/api/conversations/{group['id']}"
    member = await alice.rest(f"POST {path}/members", {"user": carol.username}, status=201)
    assert (member["user"]["id"], member["role"]) == (carol.id, "member")
    joined = await hers.expect("member_joined", conversation=group["id"])
    assert (joined["seq"], joined["user"]["id"], joined["actor"]) == (1, carol.id, alice.id)
    added = (await his.expect("conversation_added"))["conversation"]
    assert (added["id"], added["visible_from"]) == (group["id"], 1)
    await alice.rest(f"PATCH {path}/members/{carol.id}", {"role": "admin"})
    assert (await his.expect("member_role"))["role"] == "admin"
    await carol.rest(f"PATCH {path}", {"title": "Coffee"}, on=1)
    assert (await hers.expect("conversation_updated"))["title"] == "Coffee"
    await carol.rest(f"POST {path}/leave", status=204)
    left = await hers.expect("member_left")
    assert (left["user"], left["by"]) == (carol.id, carol.id)
    assert (await his.expect("conversation_removed"))["conversation"] == group["id"]
    assert await carol.refused(f"GET {path}", on=1) == (404, "not_found")


async def test_the_last_owner_hands_over_first(alice: Person, bob: Person) -> None:
    path = f"/api/conversations/{(await alice.group(bob))['id']}"
    assert await alice.refused(f"POST {path}/leave") == (409, "last_owner")
    assert (await bob.refused(f"PATCH {path}", {"title": "Mine"}))[0] == 403
    await alice.rest(f"PATCH {path}/members/{bob.id}", {"role": "owner"})
    await alice.rest(f"POST {path}/leave", status=204)
    assert (await bob.rest(f"GET {path}", on=1))["role"] == "owner"


async def test_the_life_of_a_room(alice: Person, bob: Person) -> None:
    room = await alice.room()
    path = f"/api/conversations/{room['slug']}"
    listed = (await bob.rest("GET /api/rooms", search=room["slug"]))["results"]
    assert [one["id"] for one in listed] == [room["id"]]
    assert await bob.refused(f"POST {path}/messages", {"body": "x", "client_id": "c"}) == (403, "forbidden")
    his = await bob.device(on=1)
    ack = await his.ask(type="join_room", room=room["slug"])
    assert (ack["conversation"], ack["head"], ack["visible_from"]) == (room["id"], 0, 1)
    said = await his.ask(type="chat", message="hello room")
    assert (said["type"], said["seq"]) == ("ack", 1)
    seen = (await his.ask(type="room_list", search=room["slug"]))["rooms"]
    assert seen == [
        {"id": room["id"], "slug": room["slug"], "title": "A room", "members_count": 2, "joined": True}
    ]
    await bob.rest(f"POST {path}/leave", status=204)
    assert (await his.expect("conversation_removed"))["conversation"] == room["id"]
    assert (await alice.rest(f"GET {path}"))["members_count"] == 1


async def test_a_ban_from_a_room_holds_until_it_is_lifted(alice: Person, bob: Person) -> None:
    room = await alice.room()
    path = f"/api/conversations/{room['id']}"
    his = await bob.device(on=1)
    await his.ask(type="join_room", room=room["id"])
    await alice.rest(f"PUT {path}/members/{bob.id}/ban", status=204)
    await his.expect("conversation_removed", conversation=room["id"])
    assert await bob.refused(f"POST {path}/join", on=1) == (403, "forbidden")
    assert (await his.ask(type="join_room", room=room["id"]))["code"] == "forbidden"
    await alice.rest(f"DELETE {path}/members/{bob.id}/ban", status=204)
    assert (await his.ask(type="join_room", room=room["id"]))["type"] == "ack"


async def test_the_removed_hear_nothing_after_their_removal(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    his = await bob.device(on=1)
    sends = [alice.say(group["id"], f"before {turn}", on=turn % 2) for turn in range(10)]
    removal = alice.rest(f"DELETE /api/conversations/{group['id']}/members/{bob.id}", status=204)
    more = [alice.say(group["id"], f"after {turn}", on=turn % 2) for turn in range(10)]
    await asyncio.gather(*sends, removal, *more)
    await his.expect("conversation_removed", conversation=group["id"])
    entries = await alice.log(group["id"])
    removed_at = next(entry["seq"] for entry in entries if entry["type"] == "member_left")
    marker = await alice.direct(bob)
    last = await alice.say(marker["id"], "the end")
    await his.expect("message", id=last["id"])
    assert max(his.logs[group["id"]], default=0) <= removed_at


async def test_creating_again_with_the_same_client_id_is_one_conversation(alice: Person) -> None:
    body = {"kind": "group", "title": "Once", "client_id": unique("g")}
    made = await alice.rest("POST /api/conversations", body, status=201)
    again = await alice.rest("POST /api/conversations", body, status=200, on=1)
    assert again["id"] == made["id"]


async def test_lists_begin_with_the_newest_activity(alice: Person, bob: Person, someone: Someone) -> None:
    first, second = await alice.group(bob, title="one"), await alice.group(bob, title="two")
    await alice.say(first["id"], "up")
    listed = (await bob.rest("GET /api/conversations", limit=1))["results"]
    assert [one["id"] for one in listed] == [first["id"]]
    assert listed[0]["last_message"]["body"] == "up"
    page = await bob.rest("GET /api/conversations", limit=1)
    rest = await bob.http.get(page["next"], headers={"Authorization": f"Bearer {bob.access}"})
    assert rest.json()["results"][0]["id"] == second["id"]
    muted = await bob.rest(
        f"PATCH /api/conversations/{first['id']}/membership", {"muted_until": "2099-01-01T00:00:00Z"}
    )
    assert "2099" in str(muted)
