"""Contents of files, good and bad."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """Return a picture with a gradient, so that what is lost can be seen."""
    mode = "RGB" if kind == "JPEG" else "RGBA"
    image = Image.linear_gradient("L").resize(size).convert(mode)
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def moving(kind: str, frames: int = 3) -> bytes:
    """Return a picture that moves."""
    pictures = [Image.new("RGB", (20, 20), (80 * turn, 0, 0)) for turn in range(frames)]
    written = io.BytesIO()
    pictures[0].save(written, kind, save_all=True, append_images=pictures[1:], duration=120, loop=0)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG of so many pixels that weighs next to nothing: a bomb for whoever decodes it."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(height * (1 + (width + 7) // 8)), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def keys(folder: Path) -> set[str]:
    """Return the kinds of content that lie in the folder."""
    return {path.parent.name for path in folder.rglob("*") if path.is_file()}
