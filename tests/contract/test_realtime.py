"""What passes between two processes while people talk."""

import asyncio

import pytest

from .client import Device
from .people import Person

pytestmark = pytest.mark.anyio


async def test_two_processes_deliver_across_each_other(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    hers, his = await alice.device(on=0), await bob.device(on=1)

    async def talk(device: Device, name: str) -> None:
        for turn in range(50):
            await device.chat(group["id"], f"{name} {turn}")

    await asyncio.gather(talk(hers, "alice"), talk(his, "bob"))
    left, right = await hers.complete(group["id"], 100), await his.complete(group["id"], 100)
    assert [entry["seq"] for entry in left] == list(range(1, 101))
    assert left == right


async def test_editing_deleting_and_reacting(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    hers, his = await alice.device(on=0), await bob.device(on=1)
    message = (await hers.chat(group["id"], "helo @nobody"))["message_id"]
    assert (await hers.ask(type="edit", message_id=message, message="hello"))["type"] == "ack"
    edited = await his.expect("message_edited", message_id=message)
    assert (edited["body"], edited["mentions"]) == ("hello", [])
    assert edited["edited_at"]
    assert (await his.ask(type="react", message_id=message, emoji="🎉", on=True))["type"] == "ack"
    reaction = await hers.expect("reaction", message_id=message)
    assert (reaction["emoji"], reaction["user"], reaction["on"], reaction["count"]) == ("🎉", bob.id, True, 1)
    shown = await alice.rest(f"GET /api/messages/{message}", on=1)
    assert shown["reactions"] == [{"emoji": "🎉", "count": 1, "mine": False}]
    assert shown["updated_seq"] == reaction["seq"]
    assert (await his.ask(type="edit", message_id=message, message="mine"))["code"] == "forbidden"
    assert (await his.ask(type="delete", message_id=message))["code"] == "forbidden"
    assert (await hers.ask(type="delete", message_id=message))["type"] == "ack"
    deleted = await his.expect("message_deleted", message_id=message)
    assert deleted["by"] == alice.id
    gone = await bob.rest(f"GET /api/messages/{message}")
    assert (gone["body"], gone["deleted"], gone["reactions"]) == (None, True, [])


async def test_no_change_is_no_entry(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    device = await alice.device()
    message = (await device.chat(group["id"], "same"))["message_id"]
    await device.ask(type="react", message_id=message, emoji="👍", on=True)
    before = await alice.head(group["id"])
    for command in (
        {"type": "edit", "message": "same"},
        {"type": "react", "emoji": "👍", "on": True},
        {"type": "react", "emoji": "👎", "on": False},
    ):
        assert (await device.ask(message_id=message, **command))["type"] == "ack"
    await alice.rest(f"PATCH /api/conversations/{group['id']}", {"title": "Tea"})
    assert await alice.head(group["id"]) == before


async def test_mentions_name_members_only(alice: Person, bob: Person, carol: Person) -> None:
    group = await alice.group(bob)
    his = await bob.device(on=1)
    said = await alice.say(group["id"], f"@{bob.username} and @{carol.username}: look")
    assert said["mentions"] == [bob.id]
    assert (await his.expect("message", id=said["id"]))["mentions"] == [bob.id]


async def test_reading_moves_unread_and_tells_the_others(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    path = f"/api/conversations/{group['id']}"
    hers, his = await alice.device(on=0), await bob.device(on=1)
    for turn in range(3):
        await alice.say(group["id"], f"m{turn}")
    assert (await bob.rest(f"GET {path}"))["unread"] == 3
    assert (await alice.rest(f"GET {path}"))["unread"] == 0
    assert (await his.ask(type="read", conversation=group["id"], seq=2))["type"] == "ack"
    receipt = await hers.expect("receipt", user=bob.id)
    assert (receipt["conversation"], receipt["read_seq"]) == (group["id"], 2)
    assert (await bob.rest(f"GET {path}"))["unread"] == 1
    await bob.ask(f"PUT {path}/read", {"seq": 1})
    assert (await bob.rest(f"GET {path}", on=1))["read_seq"] == 2
    await bob.ask(f"PUT {path}/read", {"seq": 99})
    seen = await bob.rest(f"GET {path}", on=1)
    assert (seen["read_seq"], seen["unread"]) == (3, 0)


async def test_typing_reaches_the_others_only(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    hers, his = await alice.device(on=0), await bob.device(on=1)
    await hers.send(type="typing_indicator", conversation=group["id"], typing=True)
    typing = await his.expect("typing")
    assert (typing["conversation"], typing["user"], typing["typing"]) == (group["id"], alice.id, True)
    ack = await his.chat(group["id"], "marker")
    await hers.expect("message", id=ack["message_id"])
    assert not [frame for frame in hers.inbox if frame["type"] == "typing"]


async def test_presence_of_those_watched(alice: Person, bob: Person) -> None:
    hers = await alice.device(on=0)
    await hers.send(type="watch", users=[bob.id], ref="w")
    assert (await hers.expect("presence", user=bob.id))["status"] == "offline"
    his = await bob.device(on=1)
    await hers.expect("presence", user=bob.id, status="online")
    assert (await alice.rest(f"GET /api/users/{bob.id}"))["presence"] == "online"
    await his.close()
    await hers.expect("presence", user=bob.id, status="offline")


async def test_direct_peers_are_always_watched(alice: Person, bob: Person) -> None:
    await alice.direct(bob)
    hers = await alice.device(on=0)
    await bob.device(on=1)
    await hers.expect("presence", user=bob.id, status="online")


async def test_too_many_to_watch(alice: Person) -> None:
    device = await alice.device()
    answer = await device.ask(type="watch", users=[alice.id] * 201)
    assert answer["code"] == "invalid"


async def test_blocked_people_hear_nothing_private(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    group = await alice.group(bob)
    await alice.rest(f"PUT /api/users/{bob.username}/block", status=204)
    blocked = (await alice.rest("GET /api/blocks"))["results"]
    assert bob.id in str(blocked)
    hers, his = await alice.device(on=0), await bob.device(on=1)
    for device, other in ((his, alice), (hers, bob)):
        answer = await device.ask(type="private_message", user=other.id, message="hey")
        assert answer["code"] == "forbidden"
        assert (await device.ask(type="chat", conversation=direct["id"], message="hey"))[
            "code"
        ] == "forbidden"
    room = await bob.group()
    invitation = f"POST /api/conversations/{room['id']}/members"
    assert await bob.refused(invitation, {"user": alice.id}) == (403, "forbidden")
    await his.send(type="typing_indicator", conversation=group["id"], typing=True)
    await his.ask(type="watch", users=[alice.id])
    entry = await his.chat(group["id"], "still flows")
    await hers.expect("message", id=entry["message_id"])
    assert not [frame for frame in hers.inbox if frame["type"] in {"typing", "presence", "receipt"}]
    online = [frame for frame in his.inbox if frame["type"] == "presence" and frame["user"] == alice.id]
    assert all(frame["status"] == "offline" for frame in online)
    assert (await bob.rest(f"GET /api/users/{alice.id}"))["presence"] == "offline"
    await alice.rest(f"DELETE /api/users/{bob.id}/block", status=204)
    assert (await his.ask(type="private_message", user=alice.id, message="hey"))["type"] == "ack"


async def test_a_change_elsewhere_moves_the_users_version(alice: Person, bob: Person) -> None:
    device = await alice.device()
    before = (await device.ask(type="ping"))["user_version"]
    await alice.group(bob)
    assert (await device.ask(type="ping"))["user_version"] > before
