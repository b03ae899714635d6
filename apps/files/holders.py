"""What files hang on, and who may therefore have them: each kind of holder has its gate, named at start-up."""

from collections.abc import Callable
from uuid import UUID

MaySee = Callable[[UUID, UUID], bool]
"""Says whether a user (first) may see a holder (second)."""

_gates: dict[str, MaySee] = {}
_uncounted: set[str] = set()


def register(kind: str, may_see: MaySee, *, counted: bool = True) -> None:
    """Name the gate of a kind of holder; `counted` says whether its files take of their owner's room."""
    _gates[kind] = may_see
    if not counted:
        _uncounted.add(kind)


def may_see(user: UUID, kind: str, holder: UUID) -> bool:
    """Whether `user` may have the files of a holder."""
    return _gates[kind](user, holder)


def uncounted() -> frozenset[str]:
    """Return the kinds whose files take nothing of their owner's room."""
    return frozenset(_uncounted)
