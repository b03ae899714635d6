"""Malformed frames get the documented error and leave the connection and the record as they were."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.live import Installation

from .client import Device
from .people import Person, unique

pytestmark = pytest.mark.anyio

INVALID_TEXTS = {
    "nul": '{"type": "chat", "message": "a\\u0000b"}',
    "lone surrogate": '{"type": "chat", "message": "\\ud800"}',
    "nan": '{"type": "ping", "cursor": NaN}',
    "infinity": '{"type": "ping", "x": -Infinity}',
    "duplicate keys": '{"type": "ping", "type": "ping"}',
    "nested duplicate keys": '{"type": "ping", "x": {"a": 1, "a": 2}}',
    "too deep": '{"type": "ping", "x": ' + "[" * 40 + "]" * 40 + "}",
    "number too large": '{"type": "ping", "x": 9223372036854775809}',
    "float too large": '{"type": "ping", "x": 1e400}',
    "unknown type": '{"type": "no_such_thing"}',
    "missing type": '{"message": "hello"}',
    "type of another type": '{"type": 7}',
    "ref too long": json.dumps({"type": "ping", "ref": "x" * 65}),
    "ref of another type": '{"type": "ping", "ref": 7}',
    "call with a smell": '{"type": "call_start", "conversation": "general", "media": ["smell"]}',
    "call with nothing": '{"type": "call_start", "conversation": "general", "media": []}',
    "signal that is no object": '{"type": "call_signal", "call": "x", "to": "y", "signal": []}',
    "blank message": '{"type": "chat", "message": "   "}',
    "message too long": json.dumps({"type": "chat", "message": "x" * 4001}),
    "message missing": '{"type": "chat"}',
}
NO_OBJECTS = ["", "hello", "[]", "7", "null", '"text"', '{"type": "ping"', "\ufeff{}x", b"\x00\x01"]


@pytest.mark.parametrize("name", INVALID_TEXTS)
async def test_invalid_frames_keep_the_connection(alice: Person, bob: Person, name: str) -> None:
    await bob.room()
    device = await alice.device(query="roomId=general")
    before = await alice.head("general")
    await device.send_text(INVALID_TEXTS[name])
    error = await device.expect("error")
    assert (error["code"], error["retryable"]) == ("invalid", False)
    assert set(error) >= {"code", "detail", "retryable"}
    assert error.get("ref") is None
    assert (await device.ask(type="ping"))["type"] == "pong"
    assert await alice.head("general") == before


async def test_an_error_carries_a_valid_ref_back(alice: Person) -> None:
    device = await alice.device()
    assert (await device.ask(type="no_such_thing"))["code"] == "invalid"
    assert (await device.ask(type="chat", message="where?"))["code"] == "no_current_room"
    assert (await device.ask(type="edit", message_id="nonsense", message="x"))["code"] == "not_found"
    answer = await device.ask(type="chat", conversation="0", message=7)
    assert answer["code"] == "invalid"


@pytest.mark.parametrize("frame", NO_OBJECTS)
async def test_what_is_no_object_closes(alice: Person, frame: str | bytes) -> None:
    device = await alice.device()
    await device.send_text(frame)
    assert await device.closed() == 4400
    assert (device.received[-1]["type"], device.received[-1]["code"]) == ("goodbye", 4400)


async def test_a_frame_too_large_closes(alice: Person) -> None:
    device = await alice.device()
    frame = {"type": "ping", "filler": ""}
    frame["filler"] = "x" * (32 * 1024 - len(json.dumps(frame)))
    await device.send_text(json.dumps(frame))
    await device.expect("pong")
    await device.send_text(json.dumps({**frame, "filler": frame["filler"] + "x"}))
    # daphne cannot send 1009: there the goodbye alone says it.
    assert await device.closed() in {1009, 1000}


async def test_unknown_fields_are_ignored(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    device = await alice.device()
    ack = await device.chat(group["id"], "hello", colour="green")
    assert ack["type"] == "ack"


async def test_a_message_of_4000_emoji_fits(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    his = await bob.device(on=1)
    text = "😀" * 4000
    said = await alice.say(group["id"], text)
    assert (await his.expect("message", id=said["id"]))["body"] == text
    assert await alice.refused(
        f"POST /api/conversations/{group['id']}/messages", {"body": text + "x", "client_id": unique("l")}
    ) == (400, "invalid")


async def test_flooding_closes(live: Installation, alice: Person) -> None:
    with live.server(RATE_LIMIT_FACTOR="0.1") as limited:
        async with await Device.open(limited.base, f"token={alice.access}") as device:
            await device.expect("welcome")
            for _ in range(60):
                await device.send_text('{"type": "ping"}')
            assert await device.closed() == 4429
            # Behind API Gateway frames are answered side by side, so that it need not be the last one.
            assert next(frame["code"] for frame in device.received if frame["type"] == "goodbye") == 4429


async def test_sending_too_fast_is_retryable(live: Installation, alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    with live.server(RATE_LIMIT_FACTOR="0.1") as limited:
        async with await Device.open(limited.base, f"token={alice.access}") as device:
            answers = [
                await device.ask(type="chat", conversation=group["id"], message=f"m{turn}")
                for turn in range(14)
            ]
    refused = [answer for answer in answers if answer["type"] == "error"]
    assert len(refused) >= 2
    assert (refused[0]["code"], refused[0]["retryable"]) == ("rate_limited", True)
    assert refused[0]["retry_after"] >= 1


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b'{"body": "a\\u0000b"}', b'{"body": "x", "body": "y"}', b'{"body": NaN}'],
)
async def test_malformed_bodies(alice: Person, bob: Person, http: httpx.AsyncClient, content: bytes) -> None:
    group = await alice.group(bob)
    answer = await http.post(
        f"{alice.bases[0]}/api/conversations/{group['id']}/messages",
        content=content,
        headers={"Authorization": f"Bearer {alice.access}", "Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid")
    assert await alice.head(group["id"]) == 0


async def test_a_body_in_chunks_has_the_same_limit(alice: Person, http: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 64 * 1024

    answer = await http.patch(
        f"{alice.bases[0]}/api/users/me",
        content=pieces(),
        headers={"Authorization": f"Bearer {alice.access}", "Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (413, "too_large")


async def test_errors_of_rest(alice: Person, http: httpx.AsyncClient) -> None:
    assert await alice.refused("PUT /api/rooms", {}) == (405, "method_not_allowed")
    for method in ("GET", "POST", "DELETE"):
        assert await alice.refused(f"{method} /api/no/such/call") == (404, "not_found")
    assert await alice.refused("GET /api/conversations", cursor="nonsense") == (400, "invalid")
    assert await alice.refused("PATCH /api/users/me", {"display_name": "x" * 300_000}) == (413, "too_large")
    answer = await http.get(f"{alice.bases[0]}/api/users/me", headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, "unauthenticated")
    assert set(answer.json()) == {"type", "errors"}
    assert set(answer.json()["errors"][0]) == {"code", "detail", "attr"}
