"""What people may write: bodies, client ids, emoji, titles, and the mentions in a body."""

import hashlib
import json
import re
import unicodedata
from uuid import UUID

import msgspec
from django.conf import settings

from apps.conversations.models import Membership
from apps.core.errors import Invalid
from apps.core.ids import is_name, new_id

TITLE_CHARS = 120
EMOJI_CHARS = 32
# A username after an @ that no word or address runs into; a sentence's full stop may follow it.
_MENTION = re.compile(r"(?<![\w@.])@([a-z0-9_.-]{3,})", re.IGNORECASE | re.ASCII)
_PUNCTUATION = ".-_"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_PRINTABLE = re.compile("[ -~]+")
# U+2139 is a letter to Unicode and the sign "information" to everybody else.
_EMOJI_JOINTS = re.compile("[\u200d\ufe0f\u20e3\U000e0020-\U000e007f#*0-9]")
_EMOJI_CATEGORIES = frozenset({"So", "Sk", "Sm", "Po", "Pd"})


def checked_body(body: str, *, files: int = 0) -> str:
    """Return `body` if it may be sent, which may be empty along with files; raise `Invalid`."""
    limit = settings.LIMITS["message_chars"]
    if len(body) > limit:
        raise Invalid(f"A message has at most {limit} characters.", attr="body")
    if not body.strip() and not files:
        raise Invalid("A message says something.", attr="body")
    return storable(body, attr="body")


def storable(text: str, *, attr: str) -> str:
    """Return `text` if PostgreSQL and UTF-8 can hold it; raise `Invalid`."""
    if _UNSTORABLE.search(text):
        raise Invalid("This text holds NUL or half a character.", attr=attr)
    return text


def checked_client_id(client_id: str | None) -> str:
    """Return the client's id, or a new one where it gave none; raise `Invalid` unless it is printable ASCII."""
    if client_id is None:
        return str(new_id())
    limit = settings.LIMITS["client_id_chars"]
    if len(client_id) > limit or not _PRINTABLE.fullmatch(client_id):
        raise Invalid(f"A client_id has 1 to {limit} printable ASCII characters.", attr="client_id")
    return client_id


def checked_title(title: str) -> str:
    """Return `title` without the space around it; raise `Invalid`."""
    clean = storable(title, attr="title").strip()
    if len(clean) > TITLE_CHARS or any(unicodedata.category(char) == "Cc" for char in clean):
        raise Invalid(f"A title is one line of at most {TITLE_CHARS} characters.", attr="title")
    return clean


def checked_slug(slug: str | None) -> str:
    """Return a room's slug, case-folded; raise `Invalid`."""
    folded = (slug or "").casefold()
    if not is_name(folded):
        raise Invalid("A room's slug has 3 to 32 of a-z, 0-9, _ . and -.", attr="slug")
    return folded


def checked_emoji(emoji: str) -> str:
    """Return `emoji` if it is one symbol as people know it; raise `Invalid`."""
    shown = _EMOJI_JOINTS.sub("", emoji)
    keycap = "\u20e3" in emoji
    if not 0 < len(emoji) <= EMOJI_CHARS or not (shown or keycap):
        raise Invalid("This is no emoji.", attr="emoji")
    shown = shown.replace("\u2139", "")
    if not all(unicodedata.category(char) in _EMOJI_CATEGORIES and char > "\x7f" for char in shown):
        raise Invalid("This is no emoji.", attr="emoji")
    return emoji


def fingerprint(*content: object) -> str:
    """Return the SHA-256 (hexadecimal) of what was asked for."""
    # Escaped to ASCII: this comes before the checks that refuse half characters.
    return hashlib.sha256(json.dumps(msgspec.to_builtins(content)).encode()).hexdigest()


def mentions_in(body: str, conversation_id: UUID) -> list[str]:
    """Return the ids of the members whom `body` names with an @, in the order of the text: no query without an @."""
    named = [name for match in _MENTION.findall(body) for name in _readings(match.lower())]
    if not named:
        return []
    found = dict(
        Membership.objects.filter(conversation_id=conversation_id, user__username__in=named).values_list(
            "user__username", "user_id"
        )
    )
    return list(dict.fromkeys(str(found[name]) for name in named if name in found))


def _readings(name: str) -> list[str]:
    return list(dict.fromkeys((name, name.rstrip(_PUNCTUATION))))
