"""Recording a call as its clients live it: asked, agreed, sent away in parts, fetched again."""

import httpx
import pytest

from .client import Device, Frame
from .people import Person
from .test_calls import participant, start, until

pytestmark = pytest.mark.anyio

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + bytes(64)


async def recording(device: Device, call: str, state: str | None) -> Frame:
    """Return the call once this device hears that its recording is in this state, None: that there is none."""

    def matches(frame: Frame) -> bool:
        if frame["type"] != "call" or frame["call"]["id"] != call:
            return False
        found = frame["call"]["recording"]
        return bool((found and found["state"]) == state)

    found: Frame = (await device.frame(matches))["call"]
    return found


async def test_a_call_is_recorded_while_both_agree(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his = await alice.device(), await bob.device(on=1)
    call = await start(hers, direct["id"])
    await until(his, call, "ringing")
    await his.ask(type="call_accept", call=call)
    await until(hers, call, "active")
    assert (await hers.ask(type="call_record", call=call, consent=True))["type"] == "ack"
    asked = await recording(his, call, "asked")
    own = participant(asked, alice)["id"]
    assert asked["recording"] == {"state": "asked", "by": own, "consents": [own]}
    await his.ask(type="call_record", call=call, consent=True)
    for device in (hers, his):
        going = await recording(device, call, "recording")
        assert len(going["recording"]["consents"]) == 2
    body = {"number": 1, "size": len(WEBM)}
    part = await alice.rest(f"POST /api/calls/{call}/recording/parts", body)
    async with httpx.AsyncClient(base_url=alice.bases[0]) as storage:
        assert (await storage.put(part["url"], content=WEBM)).is_success
    await his.ask(type="call_record", call=call, consent=False)
    await recording(hers, call, None)
    done = await alice.rest(f"POST /api/calls/{call}/recording/complete")
    assert done["state"] == "ready"
    (shown,) = (await bob.rest(f"GET /api/calls/{call}"))["recordings"]
    assert (shown["state"], shown["by"], shown["file"]["size"]) == ("ready", alice.id, len(WEBM))


async def test_only_who_takes_part_may_agree(alice: Person, bob: Person) -> None:
    direct = await alice.direct(bob)
    hers, his = await alice.device(), await bob.device(on=1)
    call = await start(hers, direct["id"])
    await until(his, call, "ringing")
    assert (await his.ask(type="call_record", call=call, consent=True))["code"] == "forbidden"
    await hers.ask(type="call_hangup", call=call)
    assert (await hers.ask(type="call_record", call=call, consent=True))["code"] == "call_ended"
