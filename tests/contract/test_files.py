"""Files, written from docs/protocol.md alone: announced, posted to storage, completed, attached, fetched."""

import hashlib
import io
from typing import Any

import httpx
import pytest
from PIL import Image

from .client import Frame
from .people import Person, unique

pytestmark = pytest.mark.anyio

NOTES = "Milk, bread, tea ☕".encode()
UNKNOWN = "018f0000-0000-7000-8000-000000000000"


async def post(person: Person, announced: Frame, content: bytes) -> int:
    """Post content as a form, without any sign of who does so, and return the status."""
    upload = announced["upload"]
    files = {"file": ("content", content)}
    return (await person.http.post(upload["url"], data=upload["fields"], files=files)).status_code


async def announce(person: Person, name: str, size: int, media_type: str = "text/plain") -> Frame:
    body = {"name": name, "size": size, "media_type": media_type}
    announced: Frame = await person.rest("POST /api/files", body, status=201)
    return announced


async def sent(person: Person, name: str, content: bytes, media_type: str = "text/plain") -> Frame:
    """Return a file that has come in, as an attachment."""
    announced = await announce(person, name, len(content), media_type)
    assert await post(person, announced, content) in {200, 201, 204}
    file: Frame = await person.rest(f"POST /api/files/{announced['id']}/complete")
    return file


async def fetched(person: Person, path: str) -> httpx.Response:
    """Return what is at the address that a call answers, or leads to."""
    answer = await person.ask(f"GET {path}")
    url = answer.headers.get("location") or answer.json()["url"]
    return await person.http.get(httpx.URL(person.bases[0]).join(url))


def photograph() -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(written, "JPEG")
    return written.getvalue()


async def test_a_file_comes_with_a_message(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    file = await sent(alice, "shopping.txt", NOTES)
    assert (file["name"], file["media_type"], file["size"]) == ("shopping.txt", "text/plain", len(NOTES))
    said = await alice.say(group["id"], "", attachments=[file["id"]])
    assert said["attachments"] == [file]
    [entry] = [one for one in await bob.log(group["id"]) if one["type"] == "message"]
    assert entry["attachments"] == [file]
    found = await fetched(bob, f"/api/files/{file['id']}")
    assert (found.status_code, found.content) == (200, NOTES)
    assert found.headers["content-disposition"] == 'attachment; filename="shopping.txt"'


async def test_a_socket_sends_and_gets_them(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    first, second = await alice.device(), await bob.device(on=-1)
    file = await sent(alice, "tea.jpeg", photograph(), "image/jpeg")
    assert (file["width"], file["height"]) == (256, 256)
    client_id = unique("c")
    ack = await first.chat(group["id"], "", attachments=[file["id"]], client_id=client_id)
    pushed = await second.expect("message", seq=ack["seq"], conversation=group["id"])
    assert pushed["attachments"] == [file]
    small = await fetched(bob, file["thumbnail_url"])
    assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
    again = await first.chat(group["id"], "", attachments=[file["id"]], client_id=client_id)
    assert (again["duplicate"], again["message_id"]) == (True, ack["message_id"])
    other = await first.ask(type="chat", conversation=group["id"], message="", attachments=[file["id"]])
    assert (other["type"], other["code"]) == ("error", "invalid")


async def test_parts_of_a_file_may_be_asked_for(alice: Person) -> None:
    file = await sent(alice, "notes.txt", NOTES)
    url = (await alice.rest(f"GET /api/files/{file['id']}"))["url"]
    part = await alice.http.get(url, headers={"Range": "bytes=6-10"})
    assert (part.status_code, part.content) == (206, b"bread")
    assert part.headers["content-range"] == f"bytes 6-10/{len(NOTES)}"


async def test_what_is_hidden_answers_as_what_is_absent(alice: Person, bob: Person, carol: Person) -> None:
    group = await alice.group(bob)
    file = await sent(alice, "notes.txt", NOTES)
    await alice.say(group["id"], "", attachments=[file["id"]])
    for call in ("GET /api/files/{}", "GET /api/files/{}/thumbnail", "POST /api/files/{}/complete"):
        hidden, absent = [await carol.ask(call.format(id_)) for id_ in (file["id"], UNKNOWN)]
        assert (hidden.status_code, hidden.content) == (404, absent.content)


async def test_a_deleted_message_takes_its_files_along(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    file = await sent(alice, "notes.txt", NOTES)
    said = await alice.say(group["id"], "look", attachments=[file["id"]])
    await alice.rest(f"DELETE /api/messages/{said['id']}", status=204)
    for person in (alice, bob):
        assert await person.refused(f"GET /api/files/{file['id']}") == (404, "not_found")


async def test_what_is_refused(alice: Person, bob: Person) -> None:
    group = await alice.group(bob)
    assert await alice.refused(f"POST /api/conversations/{group['id']}/messages", {"body": ""}) == (
        400,
        "invalid",
    )
    theirs = await sent(bob, "notes.txt", NOTES)
    body: dict[str, Any] = {"body": "mine?", "attachments": [theirs["id"]]}
    assert await alice.refused(f"POST /api/conversations/{group['id']}/messages", body) == (400, "invalid")
    announced = await announce(alice, "big.bin", 4)
    assert 400 <= await post(alice, announced, b"12345") < 500
    assert await alice.refused(f"POST /api/files/{announced['id']}/complete") == (400, "invalid")
    program = {"name": "a.exe", "size": 1, "media_type": "image/png"}
    assert await alice.refused("POST /api/files", program) == (400, "invalid")


async def test_an_avatar_is_seen_by_all(alice: Person, bob: Person) -> None:
    file = await sent(alice, "me.jpeg", photograph(), "image/jpeg")
    mine = await alice.rest("PATCH /api/users/me", {"avatar": file["id"]})
    shown = (await bob.rest(f"GET /api/users/{alice.id}"))["avatar_url"]
    assert shown == mine["avatar_url"]
    small = await fetched(bob, shown)
    assert (
        hashlib.sha256(small.content).digest()
        == hashlib.sha256((await fetched(alice, file["thumbnail_url"])).content).digest()
    )
    assert (await alice.rest("PATCH /api/users/me", {"avatar": None}))["avatar_url"] is None
    assert await bob.refused(f"GET {shown}") == (404, "not_found")
