"""Where the content of files lies: a bucket of S3 or of what speaks like it, or a folder of this machine.

A client sends and fetches content itself, at addresses that the store has signed; the server hands out the addresses.
Keys are `uploads/<id>` for what arrives, `files/<id>` for what has arrived, `thumbnails/<id>` for small pictures.
"""

import functools
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

import msgspec
from django.conf import settings
from django.utils.module_loading import import_string


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """Where a file is posted to, as `multipart/form-data`: `fields` come first, `file` is the last part."""

    url: str
    fields: dict[str, str]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part that has arrived: numbers begin at 1, `size` is in bytes, `tag` stands for its content."""

    number: int
    size: int
    tag: str


class Origins(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes content from clients, and who gives it to them: `https://host`."""

    takes: str
    gives: str


class Store(Protocol):
    """Raises `NotFound` where a key or an upload is missing that must be there, `Unavailable` while it is away."""

    def post(self, key: str, *, size: int, media_type: str, seconds: int) -> Upload:
        """Return where `key` may be posted for so many seconds, with 1 to `size` bytes and no other type."""
        ...

    def address(self, key: str, *, name: str, media_type: str, inline: bool, seconds: int) -> str:
        """Return where `key` may be fetched for so many seconds, as `media_type`, in ranges too.

        `Content-Disposition` says `inline` or `attachment`, and `name` as RFC 8187 spells it.
        """
        ...

    def size(self, key: str) -> int | None:
        """Return how many bytes `key` has; None where there is nothing."""
        ...

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Return the bytes of `key` from `start`, `length` of them at most, in portions of 64 KiB to 1 MiB."""
        ...

    def put(self, key: str, content: BinaryIO, media_type: str) -> None:
        """Keep what `content` holds from its position on as `key`, in place of what is there."""
        ...

    def move(self, source: str, target: str) -> None:
        """Give what is at `source` the key `target`, in place of what is there."""
        ...

    def delete(self, *keys: str) -> None:
        """Forget `keys`; those that are not there are forgotten already."""
        ...

    def begin_parts(self, key: str, media_type: str) -> str:
        """Begin to take `key` in parts, and return the name of this upload."""
        ...

    def part_address(self, key: str, upload: str, number: int, size: int, seconds: int) -> str:
        """Return where part `number` may be put (PUT, these `size` bytes alone) for so many seconds."""
        ...

    def parts(self, key: str, upload: str) -> list[Part]:
        """Return the parts that have arrived, by their numbers."""
        ...

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> None:
        """Put `parts` together, in this order, as `key`; all but the last have 5 MiB at least."""
        ...

    def abandon_parts(self, key: str, upload: str) -> None:
        """Forget an upload and its parts; one that is not there is forgotten already."""
        ...

    def origins(self) -> Origins | None:
        """Return where its addresses lead; None where that is the server itself."""
        ...


@functools.cache
def store() -> Store:
    """Return the store that the settings choose."""
    found: Store = import_string(settings.FILES_STORE)()
    return found
