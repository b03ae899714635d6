"""JSON as the contract takes it: section 5 of docs/protocol.md, for REST bodies and WebSocket frames alike."""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn, TypeVar

import msgspec
from django.conf import settings

from apps.core.errors import Invalid

T = TypeVar("T")

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time that names its offset: RFC 3339 leaves none to be guessed."""

NUMBER_BOUND = 2**63
"""Numbers are below this in magnitude: what the record's integers hold."""
NUMBER_CHARS = 20
"""A sign and 19 digits spell every such integer; longer ones are not even converted."""

_ERROR_PLACE = re.compile(r" - at `\$?\.?(?P<path>[^`]*)`$")
_MISSING_FIELD = re.compile(r"missing required field `(?P<field>[^`]+)`")


class NotAnObject(Invalid):
    """What came is no JSON object: over a WebSocket this closes the connection with 4400."""

    default_detail = "This is not a JSON object."


def decode(text: str | bytes) -> dict[str, object]:
    """Return the JSON object that `text` spells.

    Raises `NotAnObject` for anything else, and `Invalid` for an object with NUL, lone surrogates, NaN, infinities,
    duplicate keys, numbers of 2**63 and more, or nesting beyond `LIMITS["json_depth"]`.
    """
    text = _as_text(text)
    if not text.lstrip(" \t\r\n").startswith("{"):
        raise NotAnObject
    try:
        value: dict[str, object] = _decoder.decode(text)
    except json.JSONDecodeError:
        raise NotAnObject from None
    except RecursionError:
        raise Invalid("This is nested too deeply.") from None
    _check_values(value, text)
    return value


def encode(value: object) -> bytes:
    """Return `value` (structs, dicts, lists, dates, ids) as JSON in UTF-8, nothing escaped that need not be."""
    return msgspec.json.encode(value)


def convert(value: object, type_: type[T], *, strict: bool = True) -> T:
    """Return decoded JSON as `type_`, unknown fields ignored.

    Raises `Invalid` with the field's path (`members.0`) as `attr`. `strict=False` also reads numbers, booleans and
    dates from strings, as query strings have them.
    """
    try:
        return msgspec.convert(value, type_, strict=strict)
    except msgspec.ValidationError as error:
        raise _as_invalid(str(error)) from None


def in_utc(moment: datetime, *, attr: str) -> datetime:
    """Return `moment` in UTC; raise `Invalid` where that lies outside of the years 1 to 9999.

    PostgreSQL would store such a time, and nobody could read its row again.
    """
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise Invalid("This time is out of range.", attr=attr) from None


def check_text(text: str, *, attr: str | None = None) -> None:
    """Raise `Invalid` for what PostgreSQL refuses in a text: NUL and lone surrogates."""
    if "\0" in text:
        raise Invalid("The character NUL is not allowed.", attr=attr)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Invalid("A lone surrogate is not a character.", attr=attr) from None


def _as_text(text: str | bytes) -> str:
    if isinstance(text, bytes):
        try:
            return text.decode()
        except UnicodeDecodeError:
            raise NotAnObject from None
    return text


def _refuse_constant(name: str) -> NoReturn:
    raise Invalid(f"{name} is not JSON.")


def _integer(digits: str) -> int:
    if len(digits) > NUMBER_CHARS or not -NUMBER_BOUND <= int(digits) < NUMBER_BOUND:
        raise Invalid("A number is too large.")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not -NUMBER_BOUND <= number < NUMBER_BOUND:
        raise Invalid("A number is too large.")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Invalid("A key appears twice in one object.")
    return members


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_refuse_constant
)


def _check_values(value: object, text: str) -> None:
    depth = settings.LIMITS["json_depth"]
    # Well-formed JSON hides NUL behind an escape, and most frames have neither escapes nor nesting: no walk for them.
    escaped = "\\u" in text or not text.isascii()
    if escaped or text.count("{") + text.count("[") > depth:
        _walk(value, depth)


def _walk(value: object, depth: int) -> None:
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, (dict, list)):
        if depth == 0:
            raise Invalid("This is nested too deeply.")
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            _walk(item, depth - 1)


def _as_invalid(message: str) -> Invalid:
    place = _ERROR_PLACE.search(message)
    path = place["path"].replace("[...]", "").replace("[", ".").replace("]", "") if place else ""
    missing = _MISSING_FIELD.search(message)
    if missing:
        path = f"{path}.{missing['field']}" if path else missing["field"]
    return Invalid(_ERROR_PLACE.sub("", message) + ".", attr=path or None)
