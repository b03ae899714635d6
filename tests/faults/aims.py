"""The figures that are promised. `make test-faults` judges by them, `make test` never."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.trial import Outcome


@dataclass(frozen=True)
class Aim:
    """`figure` of the runs of these `faults` (of all, where none is named) is at most `seconds`."""

    what: str
    figure: str
    seconds: float
    faults: tuple[str, ...] = ()

    def worst(self, outcomes: Sequence[Outcome]) -> float | None:
        found = [
            outcome.figures[self.figure]
            for outcome in outcomes
            if self.figure in outcome.figures and (not self.faults or outcome.fault in self.faults)
        ]
        return max(found, default=None)


AIMS = (
    Aim("sends work again after the return of a killed PostgreSQL", "sends again", 5, ("DatabaseKilled",)),
    Aim("… of one that refused connections", "sends again", 5, ("ConnectionsRefused",)),
    Aim("live delivery works again after the return of a killed Valkey", "live again", 10, ("RedisKilled",)),
    Aim(
        "what Valkey does not carry reaches those who are connected",
        "longest delivery",
        5,
        ("RedisKilled", "RedisFrozen", "RedisSlow"),
    ),
    Aim("the longest that a client waited in a rolling restart", "longest wait", 5, ("RollingRestart",)),
    Aim("2,000 clients are back, and have resumed", "2,000 back", 30, ("ReconnectStorm",)),
    Aim("the sockets of a session close after its end", "session's end", 1),
    Aim("the sockets of an account close after its ban", "account's end", 1),
    # 2.5 heartbeats of 25 s, looked for every 5 s, the 10 s for which uvicorn waits for the answer to its close, and
    # something for the turns between them.
    Aim("the server ends a half-open connection", "ended", 80, ("HalfOpen",)),
)


def missed(outcomes: Sequence[Outcome]) -> list[str]:
    """Return one sentence for each figure that is worse than promised."""
    measured = ((aim, aim.worst(outcomes)) for aim in AIMS)
    return [
        f"{aim.what}: {worst:.2f} s, and the promise is {aim.seconds:g} s"
        for aim, worst in measured
        if worst is not None and worst > aim.seconds
    ]
