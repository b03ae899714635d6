"""Calls and files of a month in bytes, which go past the server: to and from S3, and through a relay."""

from dataclasses import dataclass
from typing import NamedTuple

THUMBNAIL_MB = 0.03
"""Of a photograph (docs/files.md)."""
STREAMS = 2
"""What a relay sends of a call of two of whom it serves one: to each what the other one says."""
GB_PER_MBIT_MINUTE = 60 / 8 / 1_000


class Traffic(NamedTuple):
    """GB of a month: new in S3, fetched from there, and sent by a relay."""

    kept: float
    fetched: float
    relayed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """How often each person calls and sends files in a day, on average; without more, never."""

    calls: float = 0
    """Begun by each, of two people."""
    call_minutes: float = 0
    call_mbit: float = 0
    """Mbit/s that each of the two sends."""
    relayed: float = 0
    """The share of calls that go through a relay."""
    files: float = 0
    """Sent by each, taken for pictures."""
    file_mb: float = 0
    opened: float = 0
    """The share of a conversation's other members who fetch a file whole; its thumbnail all of them fetch."""

    def traffic(self, days: float, others: float) -> Traffic:
        """Return what so many days of one person bring, in conversations with so many others."""
        relayed = self.calls * self.relayed * self.call_minutes * self.call_mbit
        return Traffic(
            kept=days * self.files * (self.file_mb + THUMBNAIL_MB) / 1_000,
            fetched=days * self.files * others * (self.opened * self.file_mb + THUMBNAIL_MB) / 1_000,
            relayed=days * relayed * STREAMS * GB_PER_MBIT_MINUTE,
        )
