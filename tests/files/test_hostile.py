"""Files that are not what they say: nothing of them runs, and nothing of them is too much for the server."""

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from apps.files import names
from apps.files.models import File, FileState

from .conftest import Sender, Worked
from .content import huge_png, moving, opened, picture

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(document.cookie)</script>"


def zipped(name: str, content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return written.getvalue()


def refusal(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["code"]  # type: ignore[attr-defined] # a test's answer


def is_saved_and_not_shown(sender: Sender, sent: dict[str, str]) -> bytes:
    """Return what is served, which no browser shows."""
    content, answer = sender.fetch(f"/api/files/{sent['id']}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    return content


@pytest.mark.parametrize("kind", ["GIF", "PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    "tail", [b"=1;alert(1)//", SCRIPT, zipped("a.html", SCRIPT)], ids=["js", "html", "zip"]
)
def test_nothing_follows_a_picture(alices: Sender, kind: str, tail: bytes) -> None:
    sent = alices.sent(picture(kind) + tail, f"cat.{kind.lower()}")
    content = alices.fetch(f"/api/files/{sent['id']}")[0]
    assert (tail in content, opened(content).format) == (False, kind)
    assert not zipfile.is_zipfile(io.BytesIO(content))


def test_a_gif_that_is_a_script_as_well_is_a_gif_alone(alices: Sender) -> None:
    script = b"GIF89a/*" + moving("GIF")[8:] + b"*/=1;alert(1)"
    answer = alices.send(script, "cat.gif", "text/javascript")
    if answer.status_code == 200:
        assert b"alert" not in alices.fetch(f"/api/files/{answer.json()['id']}")[0]
    else:
        assert refusal(answer) == (400, "invalid")


def test_a_document_with_html_is_a_document_to_save(alices: Sender) -> None:
    sent = alices.sent(b"%PDF-1.7\n" + SCRIPT, "terms.pdf", "text/html")
    assert sent["media_type"] == "application/pdf"
    is_saved_and_not_shown(alices, sent)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.png", b"<?xml version='1.0'?><svg onload='alert(1)'/>"),
        ("a.html", SCRIPT),
        ("a.txt", b"  \n<!doctype html>" + SCRIPT),
        ("a.xml", b"just text"),
        ("a.js", b"alert(1)"),
        ("a.JS ", b"alert(1)"),
        ("a.css", b"body {}"),
        ("a.bin", b"\xef\xbb\xbf<html>"),
        ("a.txt", b"text\0with nul"),
        ("a.txt", b"\xff\xfe<\0h\0"),
    ],
)
@pytest.mark.parametrize("said", ["image/png", "text/html", "image/svg+xml"])
def test_what_browsers_would_run_is_bytes_to_save(
    alices: Sender, name: str, content: bytes, said: str
) -> None:
    sent = alices.sent(content, name, said)
    assert (sent["media_type"], sent["thumbnail_url"]) == ("application/octet-stream", None)
    assert is_saved_and_not_shown(alices, sent) == content
    assert alices.fetch(f"/api/files/{sent['id']}")[1]["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("size", [(10_000, 5_000), (40_001, 1_000), (65_000, 65_000)])
def test_a_picture_of_fifty_megapixels_is_not_decoded(
    alices: Sender, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], folder: Path
) -> None:
    def decoded(_: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(Image.Image, "load", decoded)
    content = (
        huge_png(*size)
        if size[0] < 50_000
        else huge_png(10, 10).replace(b"\0\0\0\x0a\0\0\0\x0a", b"\0\0\xff\xff\0\0\xff\xff")
    )
    assert refusal(alices.send(content, "sea.png")) == (400, "invalid")
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_many_large_pictures_in_one_are_not_decoded(alices: Sender, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "image_pixels": 400}
    sent = alices.sent(moving("GIF", frames=50))
    assert getattr(opened(alices.fetch(f"/api/files/{sent['id']}")[0]), "n_frames", 1) == 1


def test_an_archive_is_kept_and_never_opened(alices: Sender) -> None:
    bomb = zipped("zeros", bytes(5_000_000))
    sent = alices.sent(bomb, "small.zip")
    assert (sent["media_type"], sent["size"]) == ("application/zip", len(bomb))
    assert is_saved_and_not_shown(alices, sent) == bomb


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_is_cut_is_refused(alices: Sender, kind: str) -> None:
    whole = picture(kind, (200, 200))
    assert refusal(alices.send(whole[: len(whole) // 2], "cat")) == (400, "invalid")
    assert refusal(alices.send(whole[:12], "cat")) == (400, "invalid")


def test_a_cut_picture_is_refused_by_the_worker_too(
    alices: Sender, worked: Worked, settings: Settings, folder: Path
) -> None:
    settings.LIMITS = {**settings.LIMITS, "inline_check_pixels": 10}
    whole = picture("JPEG", (200, 200))
    sent = alices.sent(whole[: len(whole) // 2], "cat.jpeg")
    worked("file")
    assert alices.api.get(f"/api/files/{sent['id']}").status_code == 404
    assert File.objects.get().state == FileState.REFUSED
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["cat.png", "cat.txt", "cat", "cat.html"])
def test_the_name_does_not_say_what_a_picture_is(alices: Sender, name: str) -> None:
    assert alices.sent(picture("JPEG"), name, "text/html")["media_type"] == "image/jpeg"


def test_what_only_says_to_be_a_picture_is_none(alices: Sender) -> None:
    sent = alices.sent(b"hello", "cat.png", "image/png")
    assert (sent["media_type"], sent["thumbnail_url"]) == ("text/plain", None)


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.EXE", "a.txt.scr", "a.bat", "a.exe. ", "a\u202egpj.exe", "folder/a.lnk", "a.e\u200bxe"],
)
def test_names_of_programs_are_refused(alices: Sender, name: str) -> None:
    answer = alices.api.post("/api/files", {"name": name, "size": 1, "media_type": "image/png"})
    assert refusal(answer) == (400, "invalid")


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"\x7fELF\x02\x01",
        b"\xca\xfe\xba\xbe\0\0\0\x02",
        b"\xcf\xfa\xed\xfe\x07",
        b"L\0\0\0\x01\x14\x02\0",
    ],
)
def test_programs_are_refused_whatever_they_are_called(alices: Sender, content: bytes, folder: Path) -> None:
    assert refusal(alices.send(content + bytes(100), "photo.jpg", "image/jpeg")) == (400, "invalid")
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_nothing_and_more_than_announced_are_not_taken(alices: Sender) -> None:
    announced = alices.announce("a.bin", 4)
    assert alices.post(announced, b"") == 400
    assert alices.post(announced, b"12345") == 413
    assert alices.post(announced, bytes(100_000)) == 413
    assert alices.complete(announced["id"]).status_code == 400
    assert alices.post(announced, b"1234") == 204
    assert alices.complete(announced["id"]).status_code == 200


def test_what_is_posted_after_completion_changes_nothing(
    alices: Sender, worked: Worked, folder: Path
) -> None:
    announced = alices.announce("a.txt", 5)
    alices.post(announced, b"first")
    alices.complete(announced["id"])
    assert alices.post(announced, b"later") == 204
    assert alices.complete(announced["id"]).status_code == 200
    assert alices.fetch(f"/api/files/{announced['id']}")[0] == b"first"
    worked("sweep_file")
    assert not list((folder / "uploads").iterdir())


def test_a_form_writes_nothing_but_its_file(alices: Sender, folder: Path) -> None:
    announced = alices.announce("a.txt", 5)
    url = announced["upload"]["url"]
    assert Client().post(url, {"key": "files/other", "text": "no file"}).status_code == 400
    assert Client().post(url, b"--x", content_type="multipart/form-data; boundary=x").status_code == 400
    assert Client().post(url, b"{}", content_type="application/json").status_code == 400
    two = {"other": io.BytesIO(b"other"), "file": io.BytesIO(b"12345")}
    assert Client().post(url, two).status_code == 204
    assert [path.read_bytes() for path in folder.rglob("*") if path.is_file()] == [b"12345"]


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("photo\u202egnp.txt", "photognp.txt"),
        ("a\u2066b\u2069\u200f.txt", "ab.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie: x.txt"),
        ("a\0b\x1b[31m.txt", "ab[31m.txt"),
        (' ". . ', '"'),
        ("...", "file"),
        ("/", "file"),
        ("", "file"),
        ("Schöne Grüße.txt", "Schöne Grüße.txt"),
        ("👩‍👩‍👧.png", "👩‍👩‍👧.png"),
        ("x" * 300 + ".jpeg", "x" * 195 + ".jpeg"),
        ("x" * 300, "x" * 200),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
    ],
)
def test_names_are_cleaned(given: str, clean: str) -> None:
    assert names.cleaned(given) == clean


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ('a";b.txt', 'attachment; filename="a\\";b.txt"'),
        ("Größe 日本.txt", "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%20%E6%97%A5%E6%9C%AC.txt"),
    ],
)
def test_names_cannot_break_out_of_the_header(alices: Sender, name: str, disposition: str) -> None:
    sent = alices.sent(b"hello", name)
    assert sent["name"] == name
    assert alices.fetch(f"/api/files/{sent['id']}")[1]["Content-Disposition"] == disposition
