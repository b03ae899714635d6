"""What is read from a journal for the tables of docs/reliability.md, in seconds."""

from collections.abc import Iterator

from tests.faults.journal import Journal

LIVE_SECONDS = 1.0
"""Delivered later than this after its ack, a message came by the repair, every 2 s, and not by Redis."""
NEVER = float("inf")


def of(journal: Journal, healing_at: float, healed_at: float) -> dict[str, float]:
    """Return how long sends waited and live delivery was away.

    Healing is when what was broken begins to come back, and healed when it is back.
    """
    delays = list(_deliveries(journal))
    return {
        "sends again": _sends_again(journal, healed_at),
        "back": healed_at - healing_at,
        "live again": max(
            (at - healed_at for at, delay in delays if at > healed_at and delay > LIVE_SECONDS), default=0.0
        ),
        "longest delivery": max((delay for _, delay in delays), default=0.0),
        "longest wait": max(_waits(journal), default=0.0),
    }


def _sends_again(journal: Journal, healed_at: float) -> float:
    return min((ack.at - healed_at for ack in journal.of("ack") if ack.at > healed_at), default=NEVER)


def _waits(journal: Journal) -> list[float]:
    began: dict[tuple[str, str], float] = {}
    for event in journal.of("try"):
        began.setdefault((event.who, event.about["client_id"]), event.at)
    return [ack.at - began[ack.who, ack.about["client_id"]] for ack in journal.of("ack")]


def _deliveries(journal: Journal) -> Iterator[tuple[float, float]]:
    """Yield when each message was acknowledged, and how much later it was pushed to each device connected since."""
    said = {ack.about["message"]: ack.at for ack in journal.of("ack")}
    connected: dict[str, float] = {}
    told: set[tuple[str, str]] = set()
    for event in journal.of("open", "closed", "frame"):
        if event.kind != "frame":
            connected[event.who] = event.at if event.kind == "open" else NEVER
            continue
        frame = event.about["frame"]
        if frame["type"] != "message" or (event.who, frame["id"]) in told:
            continue
        told.add((event.who, frame["id"]))
        at = said.get(frame["id"], 0.0)
        if connected.get(event.who, NEVER) < at:
            yield at, event.at - at
