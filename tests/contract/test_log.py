"""The log is one, whichever way it is read: pushed, resumed, paged as history or as events."""

import asyncio

import pytest

from .client import Device
from .people import Person

pytestmark = pytest.mark.anyio

MESSAGES = 1_000
SENDERS = 10


async def say_many(person: Person, conversation: str, count: int) -> list[int]:
    """Send `count` messages over sockets of both processes, as fast as they are acknowledged."""
    devices = [await person.device(on=turn % 2) for turn in range(SENDERS)]

    async def send(device: Device) -> list[int]:
        acks = [await device.chat(conversation, f"message {turn}") for turn in range(count // SENDERS)]
        return [int(ack["seq"]) for ack in acks]

    sent = await asyncio.gather(*(send(device) for device in devices))
    return sorted(seq for seqs in sent for seq in seqs)


async def cut_in_the_middle(bob: Person, conversation: str) -> Device:
    """Lose the connection after a third of the messages; come back on the other process with the cursor."""
    first = await bob.device(on=1)
    await first.frame(lambda frame: frame["type"] == "message" and frame["seq"] >= MESSAGES // 3, within=60)
    await first.cut()
    second = await bob.device(on=0)
    second.logs[conversation] = dict(first.logs[conversation])
    second.cursors[conversation] = first.cursors[conversation]
    await second.resume(conversation)
    return second


async def test_a_cut_connection_ends_with_exactly_the_log(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    returning = asyncio.create_task(cut_in_the_middle(bob, group["id"]))
    acknowledged = await say_many(alice, group["id"], MESSAGES)
    device = await asyncio.wait_for(returning, 60)
    entries = await asyncio.wait_for(device.complete(group["id"], MESSAGES), 30)
    assert acknowledged == list(range(1, MESSAGES + 1))
    recorded = await alice.log(group["id"])
    assert [entry["seq"] for entry in recorded] == acknowledged
    assert [(one["seq"], one["id"], one["body"]) for one in entries] == [
        (one["seq"], one["id"], one["body"]) for one in recorded
    ]


async def test_pushed_resumed_and_paged_are_the_same(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    path = f"/api/conversations/{group['id']}"
    device = await bob.device(on=1)
    said = [await alice.say(group["id"], f"m{turn}", on=turn % 2) for turn in range(5)]
    await alice.rest(f"PATCH /api/messages/{said[0]['id']}", {"body": "edited"})
    await alice.rest(f"DELETE /api/messages/{said[1]['id']}", status=204)
    await bob.ask(f"PUT /api/messages/{said[2]['id']}/reactions/👍")
    pushed = await device.complete(group["id"], 8)
    events = await bob.log(group["id"])
    await device.send(type="resume", epoch=device.epoch, conversations=[{"id": group["id"], "after": 0}])
    resumed = await device.expect("resumed", conversation=group["id"])
    assert (resumed["head"], resumed["more"], resumed["reset"], resumed["gone"]) == (8, False, False, False)
    assert resumed["events"] == events
    kinds = [(entry["seq"], entry["type"]) for entry in events]
    assert kinds == [(entry["seq"], entry["type"]) for entry in pushed]
    assert [kind for _, kind in kinds] == ["message"] * 5 + ["message_edited", "message_deleted", "reaction"]
    assert [entry.get("body") for entry in events[:2]] == ["edited", None]
    page = await bob.rest(f"GET {path}/messages")
    assert page["head"] == 8
    assert [message["seq"] for message in page["results"]] == [5, 4, 3, 2, 1]
    by_seq = {entry["seq"]: entry for entry in events}
    for message in page["results"]:
        assert {name: by_seq[message["seq"]].get(name) for name in message} == message


async def test_pages_of_history(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    path = f"GET /api/conversations/{group['id']}/messages"
    for turn in range(9):
        await alice.say(group["id"], f"m{turn}")

    async def seqs(**query: int) -> list[int]:
        return [message["seq"] for message in (await bob.rest(path, **query))["results"]]

    assert await seqs(limit=3) == [9, 8, 7]
    assert await seqs(limit=3, before=7) == [6, 5, 4]
    assert await seqs(limit=3, after=3) == [6, 5, 4]
    around = await seqs(limit=3, around=5)
    assert 5 in around
    assert around == sorted(around, reverse=True)
    for query in ({"limit": 0}, {"limit": 101}, {"before": "x"}, {"before": 1, "after": 1}):
        assert await bob.refused(path, **query) == (400, "invalid")


async def test_cursors_that_lead_nowhere_are_reset(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    await alice.say(group["id"], "one")
    device = await bob.device()
    cases: list[tuple[str, int]] = [(device.epoch, 99), ("another epoch", 0)]
    for epoch, after in cases:
        await device.send(type="resume", epoch=epoch, conversations=[{"id": group["id"], "after": after}])
        answer = await device.expect("resumed", conversation=group["id"])
        assert (answer["reset"], answer["events"]) == (True, [])
    path = f"GET /api/conversations/{group['id']}/events"
    assert (await bob.rest(path, after=99))["reset"] is True
    assert (await bob.rest(path, after=0, epoch="another"))["reset"] is True
    assert await bob.refused(path, after=0, limit=501) == (400, "invalid")


async def test_ping_tells_what_moved(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    quiet = await alice.group(bob)
    device = await bob.device(on=1)
    first = await device.ask(type="ping")
    said = await alice.say(group["id"], "moved")
    second = await device.ask(type="ping", cursor=first["cursor"])
    assert second["heads"][group["id"]]["head"] == said["seq"]
    assert set(second) >= {"cursor", "heads", "user_version"}
    assert (await alice.rest(f"GET /api/conversations/{quiet['id']}"))["head"] == 0


async def test_the_sender_hears_itself_on_every_device(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    here, there = await alice.device(on=0), await alice.device(on=1)
    ack = await here.chat(group["id"], "to all of me")
    for device in (here, there):
        assert (await device.expect("message", id=ack["message_id"]))["seq"] == ack["seq"]
