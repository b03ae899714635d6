"""How a file comes in: announced, posted straight to storage, completed, fetched."""

import hashlib
import time
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts.models import User
from apps.core.errors import Unavailable
from apps.files import holders, kinds
from apps.files.models import File, FileState
from apps.files.services import checking
from chatproject.limits import Rate
from tests.conftest import Api

from .conftest import Sender, Worked
from .content import keys, picture

pytestmark = pytest.mark.django_db

NOTES = b"Milk, bread, tea. \xe2\x98\x95"


def test_a_file_goes_to_storage_and_comes_back(alices: Sender, folder: Path) -> None:
    sent = alices.sent(NOTES, "shopping.txt", "text/plain")
    assert sent == {
        "id": sent["id"],
        "name": "shopping.txt",
        "media_type": "text/plain",
        "size": len(NOTES),
        "width": None,
        "height": None,
        "thumbnail_url": None,
    }
    content, answer = alices.fetch(f"/api/files/{sent['id']}")
    assert (content, answer["Content-Type"]) == (NOTES, "text/plain")
    assert answer["Content-Disposition"] == 'attachment; filename="shopping.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert File.objects.get().sha256 == hashlib.sha256(NOTES).hexdigest()
    assert keys(folder) == {"files"}


def test_completing_twice_answers_the_same(alices: Sender) -> None:
    sent = alices.sent(NOTES)
    assert alices.complete(sent["id"]).json() == sent


def test_what_was_not_posted_cannot_be_completed(alices: Sender) -> None:
    announced = alices.announce("late.bin", 5)
    refused = alices.complete(announced["id"])
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "invalid")
    alices.post(announced, b"later")
    assert alices.complete(announced["id"]).status_code == 200


def test_of_two_who_complete_it_one_takes_it_in(alices: Sender, folder: Path) -> None:
    announced = alices.announce("notes.txt", len(NOTES))
    alices.post(announced, NOTES)
    assert checking.claim(File.objects.get().id, checking.TAKEN_IN_SECONDS)
    assert alices.complete(announced["id"]).status_code == 200
    assert keys(folder) == {"uploads"}


def test_a_try_that_failed_half_way_is_tried_again(alices: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    announced = alices.announce("notes.txt", len(NOTES))
    alices.post(announced, NOTES)

    def away(_: bytes) -> None:
        raise Unavailable

    with monkeypatch.context() as broken:
        broken.setattr(kinds, "refuse_program", away)
        alices.api.raise_request_exception = False
        assert alices.complete(announced["id"]).status_code == 503
    assert File.objects.get().state == FileState.PENDING
    assert alices.complete(announced["id"]).status_code == 200
    assert alices.fetch(f"/api/files/{announced['id']}")[0] == NOTES


def test_a_large_file_is_checked_by_the_worker(alices: Sender, worked: Worked, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "inline_check_bytes": 10}
    sent = alices.sent(NOTES, "notes.txt")
    assert (sent["media_type"], sent["size"]) == ("text/plain", len(NOTES))
    waiting = alices.api.get(f"/api/files/{sent['id']}")
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "1")
    assert worked("file") >= 1
    assert alices.fetch(f"/api/files/{sent['id']}")[0] == NOTES


def test_a_large_picture_has_its_dimensions_before_it_was_checked(alices: Sender, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "inline_check_pixels": 100}
    sent = alices.sent(picture(), "tea.png", "image/png")
    assert (sent["width"], sent["height"]) == (40, 30)
    assert alices.api.get(sent["thumbnail_url"]).status_code == 503


def test_the_worker_takes_in_what_whoever_completed_it_left(alices: Sender, worked: Worked) -> None:
    announced = alices.announce("notes.txt", len(NOTES))
    alices.post(announced, NOTES)
    file = File.objects.get()
    assert checking.claim(file.id, checking.TAKEN_IN_SECONDS)
    assert alices.api.get(f"/api/files/{file.id}").status_code == 503
    worked("file")
    assert alices.fetch(f"/api/files/{file.id}")[0] == NOTES


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "a", "size": 0, "media_type": "text/plain"}, 400),
        ({"name": "a", "size": -1, "media_type": "text/plain"}, 400),
        ({"name": "a", "size": 2**40, "media_type": "text/plain"}, 413),
        ({"name": "a", "size": 1, "media_type": "text"}, 400),
        ({"name": "a", "size": 1, "media_type": "text/plain\r\nX: y"}, 400),
        ({"name": "a", "size": 1}, 400),
        ({"name": 7, "size": 1, "media_type": "text/plain"}, 400),
    ],
)
def test_what_cannot_be_announced(alices: Sender, body: dict[str, object], status: int) -> None:
    assert alices.api.post("/api/files", body).status_code == status
    assert not File.objects.exists()


def test_files_take_no_more_room_than_there_is_for_their_owner(alices: Sender, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "files_bytes_per_user": 100}
    first = alices.announce("a.bin", 60)
    full = alices.api.post("/api/files", {"name": "b", "size": 41, "media_type": "text/plain"})
    assert (full.status_code, full.json()["errors"][0]["code"]) == (409, "limit_reached")
    assert alices.api.delete(f"/api/files/{first['id']}").status_code == 204
    alices.announce("b.bin", 100)


def test_what_is_not_counted_takes_no_room(
    alices: Sender, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIMITS = {**settings.LIMITS, "files_bytes_per_user": 100}
    monkeypatch.setattr(holders, "_uncounted", {"tape"})
    alices.announce("a.bin", 100)
    File.objects.update(holder_kind="tape")
    alices.announce("b.bin", 100)


def test_announcing_is_counted(alices: Sender, settings: Settings) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "upload": Rate(1, 3600)}
    alices.announce("a.bin", 1)
    limited = alices.api.post("/api/files", {"name": "b", "size": 1, "media_type": "text/plain"})
    assert limited.status_code == 429


def test_two_who_look_at_a_file_at_once_leave_it_there(
    alices: Sender, settings: Settings, folder: Path
) -> None:
    settings.LIMITS = {**settings.LIMITS, "inline_check_bytes": 10}
    sent = alices.sent(b"a long text that the worker looks at")
    file, same = File.objects.get(id=sent["id"]), File.objects.get(id=sent["id"])
    checking.finish(file)
    checking.finish(same)
    assert (folder / file.key).exists()
    assert file.state == FileState.READY


def test_strangers_files_are_not_there(alices: Sender, bobs: Sender, api: Api, carol: User) -> None:
    sent = alices.sent(NOTES)
    unknown = "018f0000-0000-7000-8000-000000000000"
    for call in ("", "/thumbnail"):
        hidden = bobs.api.get(f"/api/files/{sent['id']}{call}")
        absent = bobs.api.get(f"/api/files/{unknown}{call}")
        assert (hidden.status_code, hidden.content) == (404, absent.content)
    for path in (f"/api/files/{sent['id']}/complete", f"/api/files/{unknown}/complete"):
        assert bobs.api.post(path).status_code == 404
    assert bobs.api.delete(f"/api/files/{sent['id']}").status_code == 404
    assert bobs.api.get("/api/files/no-id").status_code == 404
    assert alices.api.get(f"/api/files/{sent['id']}").status_code == 200


def test_an_address_serves_one_file_for_a_time(alices: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, other = alices.sent(NOTES), alices.sent(b"other")
    url = alices.api.get(f"/api/files/{sent['id']}").json()["url"]
    assert Client().get(url.replace(sent["id"], other["id"])).status_code == 403
    assert Client().post(url).status_code == 403
    assert Client().get(url[:-1]).status_code == 403
    assert Client().get(url.partition("?")[0]).status_code == 403
    later = time.time() + 301
    monkeypatch.setattr("time.time", lambda: later)
    assert Client().get(url).status_code == 403


def test_a_refused_file_can_be_announced_anew(alices: Sender, folder: Path) -> None:
    refused = alices.send(b"MZ\x90\x00 and so on", "holiday.png", "image/png")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "invalid")
    assert File.objects.get().state == FileState.REFUSED
    assert keys(folder) == set()
