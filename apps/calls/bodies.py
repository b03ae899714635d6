"""What REST takes and answers about recordings."""

import msgspec


class NewPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part that is to come; numbers begin at 1, `size` is in bytes."""

    number: int
    size: int


class PartAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where the bytes of a part are put, with PUT, within `expires_in` seconds."""

    url: str
    expires_in: int


class ArrivedPart(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    size: int


class ArrivedParts(msgspec.Struct, frozen=True, kw_only=True):
    """What need not be sent again."""

    parts: list[ArrivedPart]


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """What has become of a recording: `failed` where nothing of it had arrived."""

    id: str
    state: str
