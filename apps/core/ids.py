"""Identifiers: UUIDv7 (RFC 9562), which sort by the time they were made and so keep indexes dense."""

import re
from uuid import UUID

import uuid_utils.compat

UUID_SHAPE = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
NAME_SHAPE = re.compile(r"[a-z0-9_.-]{3,32}")


def new_id() -> UUID:
    """Return a new UUIDv7."""
    return uuid_utils.compat.uuid7()


def parse_id(text: str) -> UUID | None:
    """Return the UUID that `text` spells, or None when it is none."""
    return UUID(text) if UUID_SHAPE.fullmatch(text) else None


def is_name(text: str) -> bool:
    """Whether `text`, already case-folded, may be a username or a room's slug: never one shaped like an id."""
    return bool(NAME_SHAPE.fullmatch(text)) and not UUID_SHAPE.fullmatch(text)
