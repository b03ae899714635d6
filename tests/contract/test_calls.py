"""Calls as their clients live them: rung, answered, turned down, missed, lost and found, over any transport."""

import asyncio
from typing import Any

import pytest

from .client import Device, Frame
from .people import Person, unique

pytestmark = pytest.mark.anyio


async def start(device: Device, conversation: str, **fields: Any) -> str:
    """Start a call, and return its id."""
    ack = await device.ask(type="call_start", conversation=conversation, media=["audio", "video"], **fields)
    assert ack["type"] == "ack", ack
    return str(ack["call"])


async def until(device: Device, call: str, state: str) -> Frame:
    """Return the call once this device hears that it is in this state."""

    def matches(frame: Frame) -> bool:
        return frame["type"] == "call" and (frame["call"]["id"], frame["call"]["state"]) == (call, state)

    found: Frame = (await device.frame(matches))["call"]
    return found


async def participants(device: Device, call: str, *states: str) -> Frame:
    """Return the call once this device hears that its participants are in these states, in any order."""

    def matches(frame: Frame) -> bool:
        if frame["type"] != "call" or frame["call"]["id"] != call:
            return False
        return sorted(each["state"] for each in frame["call"]["participants"]) == sorted(states)

    found: Frame = (await device.frame(matches))["call"]
    return found


def state_of(call: Frame, person: Person) -> str:
    return str(participant(call, person)["state"])


def participant(call: Frame, person: Person) -> Frame:
    found: Frame = next(each for each in call["participants"] if each["user"] == person.id)
    return found


async def test_a_call_from_the_first_ring_to_the_log(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his, another = await alice.device(), await bob.device(on=1), await bob.device()
    call = await start(hers, direct["id"], client_id=unique("call"))
    ringing = await until(his, call, "ringing")
    assert (ringing["conversation"], ringing["started_by"]) == (direct["id"], alice.id)
    assert (sorted(ringing["media"]), ringing["end_reason"]) == (["audio", "video"], None)
    assert (state_of(ringing, alice), state_of(ringing, bob)) == ("joined", "ringing")
    assert not any(each["device"] for each in ringing["participants"])
    assert participant(await until(hers, call, "ringing"), alice)["device"]

    assert (await his.ask(type="call_accept", call=call))["type"] == "ack"
    mine, theirs, elsewhere = [await until(each, call, "active") for each in (his, hers, another)]
    assert [participant(mine, each)["device"] for each in (alice, bob)] == [False, True]
    assert [participant(theirs, each)["device"] for each in (alice, bob)] == [True, False]
    assert state_of(elsewhere, bob) == "joined"

    assert (await hers.ask(type="call_hangup", call=call))["type"] == "ack"
    ended = [await until(each, call, "ended") for each in (hers, his, another)]
    assert {each["end_reason"] for each in ended} == {"completed"}
    assert {state_of(each, person) for each in ended for person in (alice, bob)} == {"left"}
    entry = await his.expect("call_ended", conversation=direct["id"])
    assert (entry["call"], entry["end_reason"], entry["actor"]) == (call, "completed", alice.id)
    assert entry["duration_s"] >= 0
    assert (await alice.log(direct["id"]))[-1]["call"] == call
    assert (await his.ask(type="call_accept", call=call))["code"] == "call_ended"
    assert (await hers.ask(type="call_hangup", call=call))["code"] == "call_ended"


async def test_signals_reach_the_device_that_takes_part_and_no_other(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his = await alice.device(), await bob.device(on=1)
    other_session = await bob.rest(
        "POST /api/auth/token", {"username": bob.username, "password": "correct horse battery staple"}
    )
    phone = await Device.open(bob.bases[0], "", bearer=other_session["access"])
    async with phone:
        await phone.expect("welcome")
        call = await start(hers, direct["id"])
        ringing = await until(his, call, "ringing")
        to, sender = participant(ringing, bob)["id"], participant(ringing, alice)["id"]
        offer = {"description": {"type": "offer", "sdp": "v=0 …"}, "n": [1, 2.5, None]}
        early = await hers.ask(type="call_signal", call=call, to=to, signal=offer)
        assert early["code"] == "not_found"
        await his.ask(type="call_accept", call=call)
        assert not participant(await until(phone, call, "active"), bob)["device"]
        assert (await phone.ask(type="call_accept", call=call))["code"] == "conflict"
        assert (await hers.ask(type="call_signal", call=call, to=to, signal=offer))["type"] == "ack"
        heard = await his.expect("call_signal")
        assert {"type": "call_signal", "call": call, "from": sender, "signal": offer} == heard
        assert (await phone.ask(type="call_signal", call=call, to=sender, signal={}))["code"] == "forbidden"
        large = await hers.ask(type="call_signal", call=call, to=to, signal={"x": "y" * 16_400})
        assert large["code"] == "too_large"
        assert not [frame for frame in await phone.settle() if frame["type"] == "call_signal"]


async def test_declining_ends_the_ringing_everywhere(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his, another = await alice.device(), await bob.device(on=1), await bob.device()
    call = await start(hers, direct["id"])
    await until(his, call, "ringing")
    await his.ask(type="call_decline", call=call)
    ended = [await until(each, call, "ended") for each in (hers, his, another)]
    assert [(each["end_reason"], state_of(each, bob)) for each in ended] == [("declined", "declined")] * 3


async def test_hanging_up_before_an_answer_cancels(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his = await alice.device(), await bob.device(on=1)
    call = await start(hers, direct["id"])
    await hers.ask(type="call_hangup", call=call)
    ended = await until(his, call, "ended")
    assert (ended["end_reason"], state_of(ended, bob)) == ("cancelled", "missed")


async def test_two_who_call_each_other_at_once_are_in_one_call(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his = await alice.device(), await bob.device(on=1)
    calls = await asyncio.gather(start(hers, direct["id"]), start(his, direct["id"]))
    assert len(set(calls)) == 1
    for device in (hers, his):
        await participants(device, calls[0], "joined", "joined")


async def test_a_group_goes_on_without_one_and_lets_them_back(
    alice: Person, bob: Person, carol: Person
) -> None:
    group = await alice.group(bob, carol)
    hers, his, theirs = await alice.device(), await bob.device(on=1), await carol.device()
    call = await start(hers, group["id"])
    await until(theirs, call, "ringing")
    await his.ask(type="call_accept", call=call)
    await theirs.ask(type="call_decline", call=call)
    await participants(hers, call, "joined", "joined", "declined")
    assert (await theirs.ask(type="call_start", conversation=group["id"], media=["audio"]))["call"] == call
    await participants(hers, call, "joined", "joined", "joined")
    await hers.ask(type="call_hangup", call=call)
    await participants(his, call, "left", "joined", "joined")
    await his.ask(type="call_hangup", call=call)
    assert (await until(theirs, call, "ended"))["end_reason"] == "completed"


async def test_whoever_loses_their_socket_may_come_back(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his = await alice.device(), await bob.device(on=1)
    call = await start(hers, direct["id"])
    await his.ask(type="call_accept", call=call)
    await participants(hers, call, "joined", "joined")
    await his.cut()
    assert state_of(await participants(hers, call, "joined", "reconnecting"), bob) == "reconnecting"
    back = await bob.device()
    (live,) = (await back.expect("welcome"))["calls"]
    assert (live["id"], live["state"], state_of(live, bob)) == (call, "active", "reconnecting")
    assert participant(live, bob)["device"]
    await back.ask(type="call_accept", call=call)
    whole = await participants(hers, call, "joined", "joined")
    assert whole["version"] > live["version"]
    await hers.ask(type="call_signal", call=call, to=participant(whole, bob)["id"], signal={"n": 1})
    assert (await back.expect("call_signal"))["signal"] == {"n": 1}


async def test_the_list_tells_calls_to_those_who_see_the_log_so_far_back(
    alice: Person, bob: Person, carol: Person
) -> None:
    group = await alice.group(bob)
    path = f"/api/conversations/{group['id']}"
    hers, his = await alice.device(), await bob.device(on=1)
    first = await start(hers, group["id"])
    await until(his, first, "ringing")
    await his.ask(type="call_decline", call=first)
    await until(hers, first, "ended")
    await alice.rest(f"POST {path}/members", {"user": carol.id}, status=201)
    second = await start(hers, group["id"])
    assert [call["id"] for call in (await alice.rest(f"GET {path}/calls"))["results"]] == [second, first]
    assert [call["id"] for call in (await carol.rest(f"GET {path}/calls"))["results"]] == [second]
    told = await bob.rest(f"GET /api/calls/{first}")
    assert (told["state"], told["end_reason"], told["duration_s"]) == ("ended", "declined", 0)
    assert told["ended_at"] >= told["started_at"]
    assert (await carol.refused(f"GET /api/calls/{first}")) == (404, "not_found")
    assert [call["id"] for call in (await carol.rest("GET /api/calls"))["results"]] == [second]


async def test_strangers_learn_nothing_of_a_call(alice: Person, bob: Person, carol: Person) -> None:
    direct = await alice.direct(bob)
    hers, theirs = await alice.device(), await carol.device()
    call = await start(hers, direct["id"])
    nothing = "0190a000-0000-7000-8000-000000000000"
    for id_ in (call, nothing, "nonsense"):
        for command in ("call_accept", "call_decline", "call_hangup"):
            assert (await theirs.ask(type=command, call=id_))["code"] == "not_found"
        signal = await theirs.ask(type="call_signal", call=id_, to=nothing, signal={})
        assert signal["code"] == "not_found"
        assert await carol.refused(f"GET /api/calls/{id_}") == (404, "not_found")
    asked = await theirs.ask(type="call_start", conversation=direct["id"], media=["audio"])
    assert asked["code"] == "not_found"
    assert await carol.refused(f"GET /api/conversations/{direct['id']}/calls") == (404, "not_found")
    assert not [frame for frame in theirs.received if frame["type"] == "call"]


async def test_across_a_block_nobody_calls(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his = await alice.device(), await bob.device(on=1)
    await bob.rest(f"PUT /api/users/{alice.id}/block", status=204)
    for device in (hers, his):
        asked = await device.ask(type="call_start", conversation=direct["id"], media=["audio"])
        assert asked["code"] == "forbidden"
