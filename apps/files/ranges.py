"""Parts of a file that a player asks for: RFC 9110, section 14."""

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """A range that begins beyond the end."""


def asked(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last, of one range; None for all, as for what is no single range.

    Raises `Unsatisfiable`.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
    if start >= size or start >= end:
        raise Unsatisfiable
    return start, end
