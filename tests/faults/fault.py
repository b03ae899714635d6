"""What a fault is: it strikes, lasts a while, and heals."""

import random
from collections.abc import Callable
from typing import ClassVar, Generic, Protocol, TypeVar

from tests.faults.crowd import Crowd
from tests.faults.journal import Event, Journal

SHORT, LONG = 0, 1
"""The two forms of a run: in `make test`, and in `make test-faults`."""


class Place(Protocol):
    """An installation that clients can be let loose on."""

    @property
    def bases(self) -> tuple[str, ...]:
        """The addresses of its web processes."""

    @property
    def record(self) -> str:
        """The address of its database."""


Where = TypeVar("Where", bound=Place)
Sign = Callable[[Event], bool]


class Fault(Generic[Where]):
    """One kind of disaster. `seconds` is how long it lasts at least, short and long; `what` says it in a table."""

    what: ClassVar[str]
    seconds: ClassVar[tuple[float, float]] = (0.0, 5.0)
    sign: Sign | None = None
    """What a client must meet of it; a fault that nobody could notice has none, and proves little if it should."""

    def __init__(self, place: Where, seed: int, form: int) -> None:
        self.place = place
        self.form = form
        self.measured: dict[str, float] = {}
        """Figures of its own, in seconds."""
        self.chance = random.Random(f"{seed} {type(self).__name__}")

    def prepare(self) -> None:
        """Before any client comes: what has to be arranged for the fault."""

    def meet(self, clients: Crowd) -> None:
        """Before the clients of the run begin: what the fault has to do with them."""

    def strike(self) -> None:
        raise NotImplementedError

    def heal(self) -> None:
        """Undo it; what heals by itself needs nothing."""

    def release(self) -> None:
        """When the clients are gone: undo what `prepare` did."""

    def problems(self, clients: Crowd) -> list[str]:
        """Return what it found wrong by itself, now that nobody says anything more. Blocks."""
        return []

    def felt(self, journal: Journal, since: float) -> bool:
        return self.sign is None or any(event.at > since and self.sign(event) for event in journal.events)


def unanswered(event: Event) -> bool:
    """Whether a send was lost, or answered with "not now"."""
    lost = event.kind == "lost" and event.about["doing"] == "send"
    return lost or unavailable(event)


def unavailable(event: Event) -> bool:
    return event.kind == "refused" and event.about.get("code") == "unavailable"


def disconnected(event: Event) -> bool:
    return event.kind == "closed"
