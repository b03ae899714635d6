"""Files that arrive in parts, as recordings do, in every store."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.core.errors import NotFound

from .shelf import KEY, Shelf

PART = 5 * 1024 * 1024
"""Bytes: S3 takes no smaller part but the last."""
LISTED = 1_000
"""Parts that S3 names in one answer ("ListParts")."""


def test_parts_are_put_together_after_a_cut(shelf: Shelf) -> None:
    upload = shelf.store.begin_parts(KEY, "video/webm")
    shelf.put_part(KEY, upload, 1, b"a" * PART)
    assert shelf.store.size(KEY) is None
    (there,) = shelf.store.parts(KEY, upload)
    assert (there.number, there.size) == (1, PART)
    shelf.put_part(KEY, upload, 2, b"b")
    shelf.store.finish_parts(KEY, upload, shelf.store.parts(KEY, upload))
    assert shelf.content() == b"a" * PART + b"b"


def test_a_part_that_is_put_again_replaces_the_first(shelf: Shelf) -> None:
    upload = shelf.store.begin_parts(KEY, "video/webm")
    for content in (b"first", b"second"):
        shelf.put_part(KEY, upload, 1, content)
    shelf.store.finish_parts(KEY, upload, shelf.store.parts(KEY, upload))
    assert shelf.content() == b"second"


def test_parts_that_were_put_together_may_be_so_again(shelf: Shelf) -> None:
    upload = shelf.store.begin_parts(KEY, "video/webm")
    shelf.put_part(KEY, upload, 1, b"all of it")
    parts = shelf.store.parts(KEY, upload)
    shelf.store.finish_parts(KEY, upload, parts)
    shelf.store.finish_parts(KEY, upload, parts)
    assert shelf.content() == b"all of it"


def test_two_who_put_the_same_parts_together_at_once_have_the_same(
    in_folder: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = in_folder.store
    upload = store.begin_parts(KEY, "video/webm")
    for number, content in ((1, b"all "), (2, b"of it")):
        in_folder.put_part(KEY, upload, number, content)
    parts, read = store.parts(KEY, upload), store.read

    def overtaken(key: str) -> Iterator[bytes]:
        monkeypatch.setattr(store, "read", read)
        store.finish_parts(KEY, upload, parts)
        return read(key)

    monkeypatch.setattr(store, "read", overtaken)
    store.finish_parts(KEY, upload, parts)
    assert in_folder.content() == b"all of it"


def test_parts_are_gone_all_at_once(in_folder: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever found some of them would put those together, in the place of the whole."""
    store = in_folder.store
    upload = store.begin_parts(KEY, "video/webm")
    in_folder.put_part(KEY, upload, 1, b"part")

    def looked_at(_path: Path, **_options: bool) -> None:
        with pytest.raises(NotFound):
            store.parts(KEY, upload)

    monkeypatch.setattr(shutil, "rmtree", looked_at)
    store.finish_parts(KEY, upload, store.parts(KEY, upload))


def test_parts_of_two_uploads_do_not_meet(shelf: Shelf) -> None:
    one, two = (shelf.store.begin_parts(key, "video/webm") for key in (KEY, "files/two"))
    shelf.put_part(KEY, one, 1, b"one")
    shelf.put_part("files/two", two, 1, b"two")
    shelf.store.finish_parts(KEY, one, shelf.store.parts(KEY, one))
    shelf.store.finish_parts("files/two", two, shelf.store.parts("files/two", two))
    assert (shelf.content(), shelf.content("files/two")) == (b"one", b"two")


def test_an_abandoned_upload_takes_no_more(shelf: Shelf) -> None:
    upload = shelf.store.begin_parts(KEY, "video/webm")
    shelf.put_part(KEY, upload, 1, b"part")
    shelf.store.abandon_parts(KEY, upload)
    shelf.store.abandon_parts(KEY, upload)
    with pytest.raises(NotFound):
        shelf.store.parts(KEY, upload)
    assert shelf.client.put(shelf.store.part_address(KEY, upload, 2, 1, 60), content=b"x").status_code == 404
    assert shelf.store.size(KEY) is None


def test_a_part_at_an_address_of_another_number_is_refused(shelf: Shelf) -> None:
    upload = shelf.store.begin_parts(KEY, "video/webm")
    address = shelf.store.part_address(KEY, upload, 1, 1, 60)
    changed = address.replace("partNumber=1", "partNumber=2").replace("/1?", "/2?")
    assert changed != address
    assert shelf.client.put(changed, content=b"x").status_code == 403


@pytest.mark.parametrize("size", [0, 3, 5, PART])
def test_a_part_of_another_size_than_was_said_is_refused(shelf: Shelf, size: int) -> None:
    upload = shelf.store.begin_parts(KEY, "video/webm")
    address = shelf.store.part_address(KEY, upload, 1, 4, 60)
    assert 400 <= shelf.client.put(address, content=b"x" * size).status_code < 500
    assert shelf.store.parts(KEY, upload) == []


def test_more_parts_than_one_answer_lists_are_all_found(in_bucket: Shelf) -> None:
    upload = in_bucket.store.begin_parts(KEY, "video/webm")
    for number in range(1, LISTED + 2):
        in_bucket.put_part(KEY, upload, number, b"x")
    found = in_bucket.store.parts(KEY, upload)
    assert [part.number for part in found] == list(range(1, LISTED + 2))
