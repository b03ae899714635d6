"""What is done to each contestant, and what is measured meanwhile. Each part wants a server that is fresh."""

import time
from dataclasses import dataclass

from bench.figure import percentile
from bench.process import cpu_seconds, resident_bytes

from .crowd import Crowd, body

SOCKETS = 1_000
STEP_SECONDS = 5.0
BURST = 100
"""Messages that are published at the same moment."""
STEADY_RATE = 10_000
"""Deliveries per second."""
STEADY_SECONDS = 8
IDLE = (1_000, 5_000)
STORM = 2_000
MISSED = 5
"""Messages that were sent while nobody was connected."""

Measured = dict[str, float]


@dataclass(frozen=True)
class Meter:
    """What the process with the sockets, and the load, used since it was made."""

    crowd: Crowd
    began: float
    server: float
    load: float

    @classmethod
    def started(cls, crowd: Crowd) -> "Meter":
        return cls(
            crowd,
            time.perf_counter(),
            cpu_seconds(crowd.contestant.pid),
            cpu_seconds(crowd.process.pid),
        )

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def read(self, name: str, deliveries: int) -> Measured:
        seconds = self.seconds
        used = cpu_seconds(self.crowd.contestant.pid) - self.server
        return {
            f"rate {name}": deliveries / seconds,
            f"cpu {name}": used / deliveries * 1_000_000,
            f"load {name}": (cpu_seconds(self.crowd.process.pid) - self.load) / seconds * 100,
        }


def fan_out(crowd: Crowd) -> Measured:
    """Return rate, CPU and latency of deliveries to 1,000 sockets in one room."""
    measured = throughput(crowd)
    return measured | (_steady(crowd) if measured["rate alone"] > STEADY_RATE else {})


def throughput(crowd: Crowd) -> Measured:
    """Return rate and CPU of deliveries to 1,000 sockets in one room."""
    _fill(crowd)
    return _repeated(crowd, "alone", 1) | _repeated(crowd, "burst", BURST)


def holding(crowd: Crowd) -> Measured:
    """Return the kilobytes (1,000 bytes) that the process grows by for each idle connection."""
    crowd.open(1)
    before, connected, measured = resident_bytes(crowd.contestant.pid), 0, {}
    for size in IDLE:
        crowd.open(size - connected)
        connected = size
        grown = resident_bytes(crowd.contestant.pid) - before
        measured[f"memory {size}"] = grown / size / 1_000
    return measured


def storm(crowd: Crowd) -> Measured:
    """Return the seconds until 2,000 clients that were cut off are all back, and have what they missed."""
    crowd.open(STORM)
    resume = crowd.contestant.catching_up()
    crowd.cut()
    if resume:
        crowd.contestant.publish([body() for _ in range(MISSED)])
    began = time.perf_counter()
    crowd.open(STORM, at_once=STORM, hello=resume)
    if resume:
        crowd.hear(MISSED * STORM)
    return {"storm": time.perf_counter() - began}


def _fill(crowd: Crowd) -> None:
    crowd.open(SOCKETS)
    crowd.contestant.publish([body()])
    crowd.hear(SOCKETS)


def _repeated(crowd: Crowd, name: str, size: int) -> Measured:
    """Publish so many messages at once, again when all sockets have them."""
    meter, rounds = Meter.started(crowd), 0
    while meter.seconds < STEP_SECONDS:
        crowd.contestant.publish([body() for _ in range(size)])
        crowd.hear(size * SOCKETS)
        rounds += 1
    return meter.read(name, rounds * size * SOCKETS)


def _steady(crowd: Crowd) -> Measured:
    """Publish one message after another at a fixed rate, whatever becomes of them."""
    began, rate = time.perf_counter(), STEADY_RATE // SOCKETS
    for turn in range(STEADY_SECONDS * rate):
        time.sleep(max(0, began + turn / rate - time.perf_counter()))
        crowd.contestant.publish([body()])
    latencies = [float(each) / 1_000_000 for each in crowd.hear(STEADY_SECONDS * STEADY_RATE)]
    return {f"p{part}": percentile(latencies, part / 100) for part in (50, 99)}
