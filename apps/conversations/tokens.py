"""Cuts text into what search compares: words, and two-character grams where a script puts no spaces between them.

One tokeniser feeds both PostgreSQL and SQLite, so that they find the same. Tokens hold letters, digits and marks only.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

TOKEN_CHARS = 64
"""Longer words are cut here: PostgreSQL takes no lexeme of 2 KiB."""

# Blocks of Unicode: Thai and Lao, Myanmar, Hangul Jamo, Khmer, kana with the iteration marks, Han and its extensions,
# Hangul syllables. Korean has spaces, and particles glued to its words: grams make those not matter.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u312f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
)
_RUN = re.compile(f"(?P<unspaced>[{_UNSPACED}]+)|(?P<word>[^ {_UNSPACED}]+)")
_KEPT = frozenset("LMN")


class Query(NamedTuple):
    """What must all be found: `exact` tokens, and beginnings of tokens (`prefixes`)."""

    exact: tuple[str, ...]
    prefixes: tuple[str, ...]


def tokens_of(text: str) -> list[str]:
    """Return the distinct tokens of `text`, sorted: what is indexed.

    The last character of a run of grams is a token too, so that every single character begins some token.
    """
    found: set[str] = set()
    for run, unspaced in _runs(text):
        found.update((*_grams(run), run[-1]) if unspaced else (run[:TOKEN_CHARS],))
    return sorted(found)


def query_of(text: str) -> Query:
    """Return what `text` asks for. The last word counts as a beginning, for whoever is still typing it."""
    exact: set[str] = set()
    prefixes: set[str] = set()
    runs = list(_runs(text))
    for position, (run, unspaced) in enumerate(runs, start=1):
        if unspaced and len(run) > 1:
            exact.update(_grams(run))
        elif unspaced or position == len(runs):
            prefixes.add(run[:TOKEN_CHARS])
        else:
            exact.add(run[:TOKEN_CHARS])
    return Query(tuple(sorted(exact)), tuple(sorted(prefixes)))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each run of characters, and whether its script is one without spaces."""
    for match in _RUN.finditer(_normal(text)):
        yield match.group(), match.lastgroup == "unspaced"


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char if unicodedata.category(char)[0] in _KEPT else " " for char in folded)


def _grams(run: str) -> Iterator[str]:
    return (run[start : start + 2] for start in range(len(run) - 1))
