"""What the clients did and heard, in the order in which it happened, by this machine's monotonic clock."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Event:
    """`kind` is `step`, `try`, `ack`, `refused`, `lost`, `failed`, `frame`, `left`, `joining`, `open` or `closed`."""

    at: float
    who: str
    kind: str
    about: dict[str, Any]


@dataclass
class Journal:
    events: list[Event] = field(default_factory=list)

    def note(self, who: str, kind: str, **about: Any) -> None:
        self.events.append(Event(time.monotonic(), who, kind, about))

    def of(self, *kinds: str) -> Iterator[Event]:
        return (event for event in self.events if event.kind in kinds)

    def write(self, path: Path) -> None:
        """Keep it, one event a line, for whoever looks into a run that failed."""
        with path.open("w") as lines:
            for event in self.events:
                lines.write(json.dumps(asdict(event)) + "\n")
