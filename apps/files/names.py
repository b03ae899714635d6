"""Names of files, as people gave them and as they are safe to show and to save."""

import re
import unicodedata

from django.conf import settings

NAMELESS = "file"
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)
_SPACE = re.compile(r"\s+")
# Joiners make one emoji or letter of several; whatever else is unseen may turn the order of the others.
_JOINERS = "\u200c\u200d"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def cleaned(name: str) -> str:
    """Return `name` without folders, control characters and what overrides the direction of writing."""
    last = _FOLDERS.sub("", unicodedata.normalize("NFC", name))
    shown = "".join(
        char
        for char in _SPACE.sub(" ", last)
        if char in _JOINERS or unicodedata.category(char) not in _UNSEEN
    )
    return _shortened(shown.strip(". ")) or NAMELESS


def _shortened(name: str) -> str:
    """Return the beginning of a long name, with its extension."""
    most = settings.LIMITS["file_name_chars"]
    stem, dot, extension = name.rpartition(".")
    if len(name) <= most or not stem or len(extension) >= most:
        return name[:most]
    return stem[: most - len(extension) - 1] + dot + extension
