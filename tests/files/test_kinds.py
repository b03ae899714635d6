"""What a file is, by its first bytes."""

import pytest

from apps.files.kinds import HEAD_BYTES, OPAQUE, found_in, is_inline

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\n\n\n\nWAVEfmt ", "audio/wav"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\0\0\0\x20ftypisom", "video/mp4"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
        (WEBM, "video/webm"),
        (WEBM.replace(b"webm", b"matroska"), OPAQUE),
        (b"OggS\0\x02", "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"fLaC\0", "audio/flac"),
        (b"PK\x03\x04", "application/zip"),
        (b"\0\0\0\x1cftypheic", OPAQUE),
        ("Schöne Grüße\r\n".encode(), "text/plain"),
        (b"\xef\xbb\xbfwith a mark", "text/plain"),
        ("Grüße".encode("latin-1"), OPAQUE),
        (b"\x89PNG", OPAQUE),
        (b" %PDF-1.7", "text/plain"),
    ],
)
def test_kinds(head: bytes, kind: str) -> None:
    assert found_in(head, name="a", said="image/svg+xml") == kind


def test_a_text_may_be_cut_within_a_character() -> None:
    text = ("x" + "☕" * HEAD_BYTES).encode()
    assert found_in(text[:HEAD_BYTES], name="a.txt", said="") == "text/plain"
    assert found_in(text[:101], name="a.txt", said="") == OPAQUE


@pytest.mark.parametrize(
    ("head", "said", "kind"),
    [
        (WEBM, "audio/webm", "audio/webm"),
        (WEBM, "audio/mpeg", "video/webm"),
        (b"OggS", "video/ogg", "video/ogg"),
        (b"\0\0\0\x20ftypisom", "audio/mp4", "audio/mp4"),
        (b"fLaC", "audio/webm", "audio/flac"),
    ],
)
def test_who_sends_it_says_whether_it_is_sound_or_video(head: bytes, said: str, kind: str) -> None:
    assert found_in(head, name="a", said=said) == kind


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("image/png", True),
        ("video/webm", True),
        ("audio/mpeg", True),
        ("image/svg+xml", False),
        ("text/plain", False),
        ("application/pdf", False),
        (OPAQUE, False),
    ],
)
def test_only_what_cannot_harm_is_shown(kind: str, *, shown: bool) -> None:
    assert is_inline(kind) is shown
