"""Pictures: decoded, and written anew with nothing but what is to be seen.

What a decoder made of a file holds no script, archive or place in the world that its first form had beside the
picture. Colour profiles stay: without them the colours are others.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.conf import settings
from PIL import Image, ImageOps, ImageSequence

from apps.files.kinds import PICTURES

QUALITY = 88
"""Of JPEG and WebP: the loss is not seen, and the photograph of a telephone gets no larger."""
MOST_PROFILE_BYTES = 1024 * 1024
MOVING = frozenset({"image/gif", "image/webp"})
_TURNED = frozenset({5, 6, 7, 8})
"""Orientations that swap width and height: CIPA DC-008 (Exif), 4.6.4."""
_ORIENTATION = 0x0112
_SEEN = ("icc_profile", "transparency", "background")
_FAILURES = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow's decoders raise for what they cannot read."""


class Unreadable(Exception):
    """A picture that is none; the text is for its sender."""


class TooManyPixels(Unreadable):
    pass


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A picture written anew, and a small one of it; sizes are in pixels, contents are at their beginning."""

    content: BinaryIO
    thumbnail: BinaryIO
    width: int
    height: int


def measured(head: bytes, media_type: str) -> tuple[int, int]:
    """Return width and height as they are shown, in pixels, from the beginning of a file. Raises `Unreadable`."""
    with _opened(io.BytesIO(head), media_type) as image:
        width, height = image.size
        turned = image.getexif().get(_ORIENTATION) in _TURNED
        return (height, width) if turned else (width, height)


@contextmanager
def rewritten(content: BinaryIO, media_type: str) -> Iterator[Rewritten]:
    """Yield a picture without anything beside it, upright, moving where it moved. Raises `Unreadable`."""
    with TemporaryFile() as written:
        with _judged():
            first = _rewrite(content, written, media_type)
            thumbnail = _thumbnail(first)
        written.seek(0)
        yield Rewritten(written, thumbnail, *first.size)


def _rewrite(content: BinaryIO, written: BinaryIO, media_type: str) -> Image.Image:
    """Write a picture anew, and return it, or its first one where it moves."""
    with _opened(content, media_type) as image:
        if _moves(image, media_type):
            return _write_moving(image, written, media_type)
        still = _upright(image, media_type)
    # That of WebP holds three times as much as there is to write.
    del image
    still.save(written, PICTURES[media_type], **_options(still))
    return still


@contextmanager
def _opened(content: BinaryIO, media_type: str) -> Iterator[Image.Image]:
    with _judged(), Image.open(content, formats=[PICTURES[media_type]]) as image:
        if image.width * image.height > _most_pixels(media_type):
            raise TooManyPixels(f"Such a picture has at most {_most_pixels(media_type)} pixels.")
        yield image


@contextmanager
def _judged() -> Iterator[None]:
    try:
        yield
    except _FAILURES as error:
        raise Unreadable("This picture is damaged.") from error


def _most_pixels(media_type: str) -> int:
    most: int = settings.LIMITS["webp_pixels" if media_type == "image/webp" else "image_pixels"]
    return most


def _moves(image: Image.Image, media_type: str) -> bool:
    """Whether all its pictures are kept; of one with too many, or too large ones, the first is."""
    frames: int = getattr(image, "n_frames", 1)
    pixels = image.width * image.height
    # Two are held at a time.
    within = frames * pixels <= settings.LIMITS["image_pixels"] and 2 * pixels <= _most_pixels(media_type)
    return media_type in MOVING and frames > 1 and within


def _write_moving(image: Image.Image, written: BinaryIO, media_type: str) -> Image.Image:
    """Write all pictures of `image`, and return the first."""
    durations = []
    for frame in ImageSequence.Iterator(image):
        frame.load()
        durations.append(frame.info.get("duration") or 0)
    loop = {"loop": image.info["loop"]} if "loop" in image.info else {}
    image.seek(0)
    image.save(written, PICTURES[media_type], save_all=True, duration=durations, **loop, **_options(image))
    image.seek(0)
    return image.copy()


def _upright(image: Image.Image, media_type: str) -> Image.Image:
    """Return a still picture with nothing beside it, in colours that browsers show."""
    image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    image.info = {name: image.info[name] for name in _SEEN if name in image.info}
    foreign = media_type == "image/jpeg" and image.mode not in {"RGB", "L"}
    if foreign or len(profile or b"") > MOST_PROFILE_BYTES:
        image.info.pop("icc_profile", None)
    return image.convert("RGB") if foreign else image


def _options(image: Image.Image) -> dict[str, Any]:
    """Return how a picture is written: what is left out, some formats take from where it was read."""
    profile = image.info.get("icc_profile") or b""
    return {"quality": QUALITY, "icc_profile": profile, "comment": b"", "exif": b"", "xmp": b""}


def _thumbnail(image: Image.Image) -> BinaryIO:
    grey = image.convert("L") if image.mode.startswith("I") else image
    small = grey.convert("RGBA" if grey.has_transparency_data else "RGB")
    most = settings.LIMITS["thumbnail_pixels"]
    small.thumbnail((most, most))
    written = io.BytesIO()
    small.save(written, "WEBP", **_options(image))
    written.seek(0)
    return written
