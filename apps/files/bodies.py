"""What the calls about files take and answer."""

from typing import Annotated

import msgspec

from apps.files.stores import Upload


class NewFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is to come: `size` in bytes, `media_type` as the client believes it to be."""

    name: Annotated[str, msgspec.Meta(max_length=1_000)]
    size: int
    media_type: Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[\w.+-]+/[\w.+-]+$")]


class NewUpload(msgspec.Struct, frozen=True, kw_only=True):
    """Where the content is posted to, as `multipart/form-data`, within `expires_in` seconds."""

    id: str
    upload: Upload
    expires_in: int


class AddressQuery(msgspec.Struct, frozen=True, kw_only=True):
    """`download`: to be saved, whatever a browser could show."""

    download: bool = False


class FileAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where the content may be fetched, for `expires_in` seconds."""

    url: str
    expires_in: int
