"""A store, as a server and as a client uses it."""

import io
from dataclasses import dataclass

import httpx

from apps.files.stores import Store, Upload

KEY = "files/one"


@dataclass(frozen=True)
class Shelf:
    """A store, and how a client reaches its addresses."""

    store: Store
    client: httpx.Client

    def put(self, content: bytes, key: str = KEY, media_type: str = "text/plain") -> None:
        self.store.put(key, io.BytesIO(content), media_type)

    def content(self, key: str = KEY) -> bytes:
        return b"".join(self.store.read(key))

    def post(self, upload: Upload, content: bytes, **changed: str) -> int:
        """Post as a browser's form does, and return the status."""
        fields = {**upload.fields, **changed}
        return self.client.post(upload.url, data=fields, files={"file": ("f", content)}).status_code

    def upload(self, size: int, seconds: int = 60) -> Upload:
        return self.store.post("uploads/one", size=size, media_type="text/plain", seconds=seconds)

    def address(self, **asked: object) -> str:
        given = {"name": "a.txt", "media_type": "text/plain", "inline": False, "seconds": 60, **asked}
        return self.store.address(KEY, **given)  # type: ignore[arg-type] # the defaults above have the types

    def put_part(self, key: str, upload: str, number: int, content: bytes) -> None:
        address = self.store.part_address(key, upload, number, len(content), 60)
        found = self.client.put(address, content=content)
        assert found.is_success, found.text
