"""What each client does, drawn from a seed alone: whatever the servers answer, the same seed chooses the same."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

SOCKET, REST = "socket", "rest"
WEIGHTS = {
    "send": 60,
    "edit": 6,
    "delete": 3,
    "react": 8,
    "room": 6,
    "members": 6,
    "resume": 4,
    "reconnect": 4,
    "call": 16,
}
THINKS_SECONDS = 0.06


@dataclass(frozen=True)
class Step:
    """One thing done. `place` and `pick` (0 to 1) choose among what there then is; `thinks` is the pause before it."""

    number: int
    kind: str
    place: float
    pick: float
    over: str
    node: int
    thinks: float
    quotes: bool


def steps(seed: int, name: str) -> Iterator[Step]:
    """Yield without end what the client called `name` does in the run of this seed."""
    chance = random.Random(f"{seed} {name}")
    number = 0
    while True:
        number += 1
        yield Step(
            number=number,
            kind=chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0],
            place=chance.random(),
            pick=chance.random(),
            over=chance.choice((SOCKET, SOCKET, REST)),
            node=chance.randrange(2),
            thinks=chance.uniform(0, THINKS_SECONDS),
            quotes=chance.random() < 0.25,
        )
