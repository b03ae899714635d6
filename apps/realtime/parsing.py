"""From the text of a frame to a command. Cheap, and without the record: safe on an event loop."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from msgspec import UNSET, UnsetType

from apps.core import strictjson
from apps.core.errors import Invalid, ParleyError, TooLarge

from .commands import COMMANDS
from .commands.base import Command
from .frames import CloseCode

FIRST_GENERATION = {"targetUserId": "user", "isTyping": "typing"}
"""Spellings of older clients, with today's; `roomId` depends on the command."""


class Rejected(Exception):
    """A frame that is no command: answered with `error`, or by closing with `close_code`."""

    def __init__(
        self, error: ParleyError, *, ref: str | UnsetType = UNSET, close_code: CloseCode | None = None
    ) -> None:
        self.error = error
        self.ref = ref
        self.close_code = close_code
        super().__init__(error.detail)


def parse(text: str) -> Command:
    """Return the command that `text` spells; raise `Rejected` when it spells none."""
    if _too_large(text):
        raise Rejected(TooLarge(), close_code=CloseCode.TOO_LARGE)
    try:
        fields = strictjson.decode(text)
    except strictjson.NotAnObject as error:
        raise Rejected(error, close_code=CloseCode.NOT_AN_OBJECT) from None
    except Invalid as error:
        raise Rejected(error) from None
    ref = _valid_ref(fields)
    try:
        return strictjson.convert(*_typed(fields))
    except Invalid as error:
        raise Rejected(error, ref=ref) from None


def _too_large(text: str) -> bool:
    most = settings.LIMITS["frame_bytes"]
    # A code point is at most four bytes: only what lies between needs to be measured.
    return len(text) > most or (len(text) * 4 > most and len(text.encode(errors="surrogatepass")) > most)


def _valid_ref(fields: Mapping[str, object]) -> str | UnsetType:
    ref = fields.get("ref", UNSET)
    if ref is UNSET:
        return UNSET
    if not isinstance(ref, str) or len(ref) > settings.LIMITS["ref_chars"]:
        raise Rejected(
            Invalid(f"ref is a string of up to {settings.LIMITS['ref_chars']} characters.", attr="ref")
        )
    return ref


def _typed(fields: dict[str, Any]) -> tuple[dict[str, Any], type[Command]]:
    name = fields.get("type")
    command = COMMANDS.get(name) if isinstance(name, str) else None
    if command is None:
        raise Invalid("This type of frame is unknown.", attr="type")
    return _modern(fields, command), command


def _modern(fields: dict[str, Any], command: type[Command]) -> dict[str, Any]:
    room = "room" if "room" in command.__struct_fields__ else "conversation"
    for old, new in {**FIRST_GENERATION, "roomId": room}.items():
        if old in fields and new not in fields:
            fields = {**fields, new: fields[old]}
    return fields
