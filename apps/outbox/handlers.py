"""Who does what: handlers by kind, registered at start-up.

    register("webhook", deliver)                     one job at a time, on as many threads as the worker has
    register("entry", fan_out, together=200)         many at once, one batch after another

A handler returns when its jobs are done, and raises `Failed` (or anything else) when they are to be tried again, or
`NotNow` when they should wait without that being a failure. It may run more than once for one job, and must end well
within the lease. One that only moves work on calls `claims.take` in the transaction that does so, and `takes`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from apps.outbox import claims
from apps.outbox.claims import Job

Work = Callable[[Sequence[Job]], None]


class Failed(Exception):
    """An attempt that failed, as attempts do; its text, which holds no secret, is shown in the admin."""


class NotNow(Exception):
    """The jobs are to wait so many `seconds`; this was no attempt."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:.1f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Handler:
    """How the jobs of a kind are done; `together` is how many at once, `takes` whether that takes them away."""

    kind: str
    work: Work
    together: int
    takes: bool

    def width(self, threads: int) -> int:
        """Return on how many threads it runs in a worker of so many."""
        return threads if self.together == 1 else 1

    def take(self, jobs: Sequence[Job]) -> None:
        """Take jobs away that are done."""
        if not self.takes:
            claims.take(jobs)


_handlers: dict[str, Handler] = {}


def register(kind: str, work: Work, *, together: int = 1, takes: bool = False) -> None:
    """Name the handler of a kind. What has none in this process is left for another."""
    _handlers[kind] = Handler(kind, work, together, takes)


def precede(kind: str, first: Work) -> None:
    """Have `first` done with the jobs of a kind before its handler, which only then may take them away."""
    then = _handlers[kind]

    def work(jobs: Sequence[Job]) -> None:
        first(jobs)
        then.work(jobs)

    _handlers[kind] = replace(then, work=work)


def registered() -> tuple[Handler, ...]:
    """Return the handlers of all kinds."""
    return tuple(_handlers.values())
