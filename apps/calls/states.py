"""The states of a call, and who may go from which to which: one table, without I/O.

                         accept
            ┌──────────────────────────────────┐
            │                                  ▼
        ringing ── decline ──► declined      joined ◄── accept ── reconnecting
            │                                  │ │                   ▲   │
            └── time_out ───► missed           │ └────── lose ───────┘   │ time_out
                                               └── hang_up ──► left ◄────┘ hang_up

From declined, missed and left `accept` leads back, for as long as the call lives; to hang up while it rings is to
decline. A call is `ringing` until two have joined it, `active` from then on, and `ended` once fewer than two are in
it or may still answer.
"""

from collections.abc import Collection
from enum import StrEnum

from django.db import models


class CallState(models.TextChoices):
    RINGING = "ringing"
    ACTIVE = "active"
    ENDED = "ended"


class ParticipantState(models.TextChoices):
    RINGING = "ringing"
    JOINED = "joined"
    RECONNECTING = "reconnecting"
    DECLINED = "declined"
    MISSED = "missed"
    LEFT = "left"


class EndReason(models.TextChoices):
    COMPLETED = "completed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    MISSED = "missed"
    BUSY = "busy"
    FAILED = "failed"


class Step(StrEnum):
    """What can happen to a participant; `END` is the end of the call, `DEPART` that of the membership."""

    START = "start"
    ACCEPT = "accept"
    DECLINE = "decline"
    HANG_UP = "hang_up"
    LOSE = "lose"
    TIME_OUT = "time_out"
    DEPART = "depart"
    END = "end"


_P = ParticipantState
IN_CALL = frozenset({_P.JOINED, _P.RECONNECTING})
PRESENT = IN_CALL | {_P.RINGING}
"""Those who keep a call alive, if they are at least two."""

TRANSITIONS: dict[Step, dict[ParticipantState, ParticipantState]] = {
    Step.ACCEPT: dict.fromkeys(_P, _P.JOINED),
    Step.DECLINE: {_P.RINGING: _P.DECLINED},
    Step.HANG_UP: {_P.RINGING: _P.DECLINED, _P.JOINED: _P.LEFT, _P.RECONNECTING: _P.LEFT},
    Step.LOSE: {_P.JOINED: _P.RECONNECTING},
    Step.TIME_OUT: {_P.RINGING: _P.MISSED, _P.RECONNECTING: _P.LEFT},
    Step.DEPART: dict.fromkeys(PRESENT, _P.LEFT),
    Step.END: {_P.RINGING: _P.MISSED, _P.JOINED: _P.LEFT, _P.RECONNECTING: _P.LEFT},
}


def after(step: Step, state: ParticipantState) -> ParticipantState:
    """Return the state after a step; the same one where the step means nothing to it."""
    return TRANSITIONS[step].get(state, state)


def call_state(participants: Collection[ParticipantState], *, answered: bool) -> CallState:
    """Return the state of a call whose participants are in these states, `answered` if two had joined it before."""
    if sum(state in PRESENT for state in participants) < 2:  # noqa: PLR2004 (one is no call)
        return CallState.ENDED
    both = sum(state in IN_CALL for state in participants) >= 2  # noqa: PLR2004
    return CallState.ACTIVE if answered or both else CallState.RINGING


def end_reason(
    step: Step, starter: ParticipantState, others: Collection[ParticipantState], *, answered: bool
) -> EndReason:
    """Return why a call has ended with this step, which left its participants in these states."""
    if answered:
        lost = step is Step.TIME_OUT and _P.JOINED not in {starter, *others}
        return EndReason.FAILED if lost else EndReason.COMPLETED
    if step is Step.START:
        return EndReason.BUSY
    if starter not in IN_CALL:
        return EndReason.CANCELLED
    return EndReason.DECLINED if set(others) <= {_P.DECLINED} else EndReason.MISSED
