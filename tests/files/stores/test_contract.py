"""What every store of files does."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from apps.core.errors import NotFound, Unavailable
from apps.files.stores import Origins
from apps.files.stores.s3 import PART_BYTES, PORTION_BYTES, BucketStore
from tools.daemon import free_port
from tools.ministack import Ministack

from .shelf import KEY, Shelf

MIB = 1024 * 1024


# ── Posting ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 9, 10])
def test_a_form_takes_up_to_the_size_that_was_asked_for(shelf: Shelf, size: int) -> None:
    assert shelf.post(shelf.upload(10), b"x" * size) in {200, 201, 204}
    assert shelf.content("uploads/one") == b"x" * size


@pytest.mark.parametrize("size", [0, 11, 100_000])
def test_a_form_takes_neither_nothing_nor_more(shelf: Shelf, size: int) -> None:
    assert 400 <= shelf.post(shelf.upload(10), b"x" * size) < 500
    assert shelf.store.size("uploads/one") is None


@pytest.mark.parametrize(
    "changed", [{"key": "files/of-others"}, {"Content-Type": "text/html"}, {"acl": "public-read"}]
)
def test_a_changed_form_writes_nowhere_else(shelf: Shelf, changed: dict[str, str]) -> None:
    shelf.post(shelf.upload(10), b"hello", **changed)
    assert shelf.store.size("files/of-others") is None


@pytest.mark.parametrize(
    "changed", [{"key": "files/of-others"}, {"Content-Type": "text/html"}, {"acl": "public-read"}]
)
def test_a_bucket_refuses_a_changed_form(in_bucket: Shelf, changed: dict[str, str]) -> None:
    assert in_bucket.post(in_bucket.upload(10), b"hello", **changed) == 403
    assert in_bucket.store.size("uploads/one") is None


def test_a_form_of_yesterday_is_refused(shelf: Shelf) -> None:
    assert shelf.post(shelf.upload(10, seconds=-1), b"hello") == 403
    assert shelf.store.size("uploads/one") is None


# ── Fetching ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_address_answers_with_the_name_and_the_type_that_it_was_made_with(shelf: Shelf) -> None:
    shelf.put(b"hello", media_type="application/octet-stream")
    found = shelf.client.get(shelf.address(name="Größe.txt"))
    assert (found.status_code, found.content) == (200, b"hello")
    assert found.headers["content-type"].partition(";")[0] == "text/plain"
    assert found.headers["cache-control"].startswith("private, max-age=")
    disposition = found.headers["content-disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=utf-8''Gr%C3%B6%C3%9Fe.txt" in disposition


def test_an_address_may_say_inline(shelf: Shelf) -> None:
    shelf.put(b"hello")
    found = shelf.client.get(shelf.address(inline=True))
    assert found.headers["content-disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-1", 206, b"01"),
        ("bytes=8-", 206, b"89"),
        ("bytes=-3", 206, b"789"),
        ("bytes=10-", 416, None),
    ],
)
def test_an_address_answers_in_ranges(shelf: Shelf, asked: str, status: int, content: bytes | None) -> None:
    shelf.put(b"0123456789")
    found = shelf.client.get(shelf.address(), headers={"range": asked})
    assert found.status_code == status
    assert content is None or found.content == content


def test_an_address_that_expired_is_refused(shelf: Shelf) -> None:
    shelf.put(b"hello")
    assert shelf.client.get(shelf.address(seconds=0)).status_code == 403


@pytest.mark.parametrize("part", ["key", "signature"])
def test_an_address_that_was_changed_is_refused(shelf: Shelf, part: str) -> None:
    shelf.put(b"hello")
    shelf.put(b"secret", "files/two")
    address = shelf.address()
    other = "0" if address[-1] != "0" else "1"
    changed = {"key": address.replace("files/one", "files/two"), "signature": address[:-1] + other}[part]
    assert changed != address
    assert shelf.client.get(changed).status_code == 403


def test_a_bucket_answers_with_no_other_name(in_bucket: Shelf) -> None:
    in_bucket.put(b"hello")
    assert in_bucket.client.get(in_bucket.address().replace("attachment", "inline")).status_code == 403


def test_an_address_of_nothing_is_not_found(shelf: Shelf) -> None:
    assert shelf.client.get(shelf.address()).status_code == 404


# ── What the server does itself ──────────────────────────────────────────────────────────────────────────────────────


def test_what_was_put_is_read_in_portions(shelf: Shelf) -> None:
    content = bytes(range(256)) * 4 * 1024 * 2 + b"the end"
    shelf.put(content)
    portions = list(shelf.store.read(KEY))
    assert b"".join(portions) == content
    assert all(64 * 1024 <= len(portion) <= MIB for portion in portions[:-1])
    assert shelf.store.size(KEY) == len(content)


@pytest.mark.parametrize(
    ("start", "length", "content"),
    [(0, 3, b"012"), (7, None, b"789"), (8, 100, b"89"), (0, 0, b""), (10, None, b""), (99, 1, b"")],
)
def test_a_part_is_read_alone(shelf: Shelf, start: int, length: int | None, content: bytes) -> None:
    shelf.put(b"0123456789")
    assert b"".join(shelf.store.read(KEY, start, length)) == content


@pytest.mark.parametrize("size", [0, 1, PORTION_BYTES, PART_BYTES, PART_BYTES + 1])
def test_what_was_put_is_there_in_its_whole(shelf: Shelf, size: int) -> None:
    content = (b"0123456789abcde" * (size // 15 + 1))[:size]
    shelf.put(content)
    assert shelf.store.size(KEY) == size
    assert shelf.content() == content


def test_the_last_put_counts(shelf: Shelf) -> None:
    shelf.put(b"first")
    shelf.put(b"second")
    assert shelf.content() == b"second"


def test_what_was_moved_is_there_and_not_here(shelf: Shelf) -> None:
    shelf.put(b"old", "files/two")
    shelf.put(b"hello")
    shelf.store.move(KEY, "files/two")
    assert shelf.store.size(KEY) is None
    assert shelf.content("files/two") == b"hello"


def test_nothing_cannot_be_moved_or_read(shelf: Shelf) -> None:
    assert shelf.store.size(KEY) is None
    with pytest.raises(NotFound):
        shelf.store.move(KEY, "files/two")
    with pytest.raises(NotFound):
        shelf.content()


def test_what_was_deleted_is_gone_and_may_be_deleted_again(shelf: Shelf) -> None:
    shelf.put(b"hello")
    shelf.put(b"kept", "files/two")
    shelf.store.delete(KEY, "files/never-there")
    shelf.store.delete(KEY)
    assert shelf.store.size(KEY) is None
    assert shelf.content("files/two") == b"kept"


# ── Where it is ──────────────────────────────────────────────────────────────────────────────────────────────────────


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def test_the_origins_are_those_of_its_addresses(shelf: Shelf) -> None:
    origins = shelf.store.origins()
    takes = (shelf.upload(1).url, shelf.store.part_address(KEY, shelf.store.begin_parts(KEY, ""), 1, 1, 60))
    assert {origin_of(url) for url in takes} == {origins.takes if origins else ""}
    assert origin_of(shelf.address()) == (origins.gives if origins else "")


def test_files_are_fetched_through_what_stands_before_the_bucket(
    in_bucket: Shelf, settings: Settings
) -> None:
    settings.FILES = replace(settings.FILES, origin="https://files.example.net")
    front = Shelf(BucketStore(), in_bucket.client)
    front.put(b"hello")
    origins = front.store.origins()
    assert origins == Origins(takes=origin_of(in_bucket.upload(1).url), gives="https://files.example.net")
    address = front.address()
    assert (origin_of(address), origin_of(front.upload(1).url)) == (origins.gives, origins.takes)
    # It asks the bucket by the bucket's own name, for the same path and query.
    found = in_bucket.client.get(address.replace(origins.gives, origins.takes))
    assert (found.status_code, found.content) == (200, b"hello")


def test_a_bucket_that_does_not_answer_is_unavailable(
    settings: Settings, emulator: Ministack, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in emulator.environ.items():
        monkeypatch.setenv(name, value)
    away = f"http://127.0.0.1:{free_port()}"
    settings.FILES = replace(settings.FILES, bucket="parley-files", endpoint=away)
    with pytest.raises(Unavailable):
        BucketStore().size(KEY)
