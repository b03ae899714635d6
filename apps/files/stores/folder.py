"""The store that is a folder of this machine; `apps.files.local` serves it at addresses that it signs."""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.utils.http import content_disposition_header

from apps.core.errors import NotFound
from apps.core.ids import new_id
from apps.files.stores import Part, Upload
from apps.files.stores.grants import Grant, end_in, signed

PORTION_BYTES = 256 * 1024
ADDRESS = "/stored/"
_KEY = re.compile(r"[a-z]+(?:/[0-9a-z-]+)+")


class FolderStore:
    """`apps.files.stores.Store` in `settings.FILES.folder`. What is written is whole at once: it is renamed."""

    def __init__(self) -> None:
        self._folder: Path = settings.FILES.folder

    def post(self, key: str, *, size: int, media_type: str, seconds: int) -> Upload:  # noqa: ARG002 (S3 binds the type)
        return Upload(url=_address(Grant("POST", key, end_in(seconds), most=size)), fields={})

    def address(self, key: str, *, name: str, media_type: str, inline: bool, seconds: int) -> str:
        disposition = content_disposition_header(not inline, name) or "inline"
        return _address(Grant("GET", key, end_in(seconds), media_type=media_type, disposition=disposition))

    def size(self, key: str) -> int | None:
        try:
            return self.path(key).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        left = length
        with _there(self.path(key)) as file:
            file.seek(start)
            while left is None or left > 0:
                portion = file.read(PORTION_BYTES if left is None else min(PORTION_BYTES, left))
                if not portion:
                    return
                left = None if left is None else left - len(portion)
                yield portion

    def put(self, key: str, content: BinaryIO, media_type: str) -> None:  # noqa: ARG002 (it is told at each address)
        self._write(key, iter(partial(content.read, PORTION_BYTES), b""))

    def move(self, source: str, target: str) -> None:
        place = self._place(target)
        try:
            self.path(source).replace(place)
        except FileNotFoundError:
            raise NotFound from None

    def delete(self, *keys: str) -> None:
        for key in keys:
            self.path(key).unlink(missing_ok=True)

    def begin_parts(self, key: str, media_type: str) -> str:  # noqa: ARG002 (it is told at each address)
        upload = new_id().hex
        self._parts(upload).mkdir(parents=True)
        return upload

    def part_address(self, key: str, upload: str, number: int, size: int, seconds: int) -> str:  # noqa: ARG002 (S3 binds the key)
        return _address(Grant("PUT", f"parts/{upload}/{number}", end_in(seconds), most=size))

    def parts(self, key: str, upload: str) -> list[Part]:  # noqa: ARG002 (the upload's name is enough)
        try:
            found = [(int(path.name), path.stat()) for path in self._parts(upload).iterdir()]
        except FileNotFoundError:
            raise NotFound from None
        parts = (
            Part(number=number, size=of.st_size, tag=f"{of.st_size}-{of.st_mtime_ns}") for number, of in found
        )
        return sorted(parts, key=lambda part: part.number)

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> None:
        try:
            self._put_together(key, upload, parts)
        except NotFound:
            # It was put together, and the answer was lost, or by somebody else just now.
            if self.size(key) is None:
                raise
        self.abandon_parts(key, upload)

    def abandon_parts(self, key: str, upload: str) -> None:  # noqa: ARG002 (the upload's name is enough)
        # All at once: whoever looks meanwhile finds every part, or none.
        ended = self._place(f"arriving/{upload}")
        with suppress(FileNotFoundError):
            self._parts(upload).replace(ended)
        shutil.rmtree(ended, ignore_errors=True)

    def origins(self) -> None:
        return None

    def path(self, key: str) -> Path:
        """Return the file that `key` stands for."""
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key")
        return self._folder / key

    @contextmanager
    def arriving(self) -> Iterator[tuple[Path, IO[bytes]]]:
        """Yield a file to write that is not whole yet; what was not given to `keep` by the end goes."""
        folder = self._folder / "arriving"
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            path = Path(file.name)
            try:
                yield path, file.file
            finally:
                path.unlink(missing_ok=True)

    def keep(self, arrived: Path, key: str) -> None:
        """Give a written file of `arriving` its key."""
        arrived.replace(self._place(key))

    def keep_part(self, arrived: Path, key: str) -> None:
        """Give a written file of `arriving` the key of a part; raise `NotFound` where its upload has ended."""
        try:
            arrived.replace(self.path(key))
        except FileNotFoundError:
            raise NotFound from None

    def _put_together(self, key: str, upload: str, parts: Sequence[Part]) -> None:
        arrived = self.parts(key, upload)
        if any(part not in arrived for part in parts):
            raise NotFound
        self._write(key, chain.from_iterable(self.read(f"parts/{upload}/{part.number}") for part in parts))

    def _write(self, key: str, portions: Iterable[bytes]) -> None:
        with self.arriving() as (arrived, file):
            for portion in portions:
                file.write(portion)
            file.flush()
            self.keep(arrived, key)

    def _parts(self, upload: str) -> Path:
        return self.path(f"parts/{upload}")

    def _place(self, key: str) -> Path:
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _there(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise NotFound from None


def _address(grant: Grant) -> str:
    return f"{ADDRESS}{grant.key}?grant={quote(signed(grant))}"
