"""What is read from a journal for the table of docs/reliability.md, in seconds."""

from collections import defaultdict

from tests.faults.journal import Journal

LIVE_SECONDS = 1.0
"""Delivered later than this after its ack, a message came by the repair, every 2 s, and not by Redis."""
NEVER = float("inf")


def of(journal: Journal, healing_at: float, healed_at: float) -> dict[str, float]:
    """Return how long sends waited and live delivery was away.

    Healing is when what was broken begins to come back, and healed when it is back.
    """
    return {
        "sends again": _sends_again(journal, healed_at),
        "back": healed_at - healing_at,
        "live again": _live_again(journal, healed_at),
        "longest wait": max(_waits(journal), default=0.0),
    }


def _sends_again(journal: Journal, healed_at: float) -> float:
    return min((ack.at - healed_at for ack in journal.of("ack") if ack.at > healed_at), default=NEVER)


def _waits(journal: Journal) -> list[float]:
    began: dict[tuple[str, str], float] = {}
    for event in journal.of("try"):
        began.setdefault((event.who, event.about["client_id"]), event.at)
    return [ack.at - began[ack.who, ack.about["client_id"]] for ack in journal.of("ack")]


def _live_again(journal: Journal, healed_at: float) -> float:
    """Return how long after the healing the last message was said that was pushed late to any connected device."""
    pushed: dict[str, dict[str, float]] = defaultdict(dict)
    began: dict[str, float] = {}
    for event in journal.of("open", "frame"):
        if event.kind == "open":
            began[event.who] = event.at
        elif event.about["frame"]["type"] == "message":
            pushed[event.about["frame"]["id"]].setdefault(event.who, event.at)
    late = [
        ack.at - healed_at
        for ack in journal.of("ack")
        for who, at in pushed[ack.about["message"]].items()
        if ack.at > healed_at and at - ack.at > LIVE_SECONDS and began.get(who, NEVER) < ack.at
    ]
    return max(late, default=0.0)
