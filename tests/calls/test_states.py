"""The table of states: whatever people and clocks do, in whichever order, a call stays legal and ends."""

from hypothesis import given
from hypothesis import strategies as st

from apps.calls.states import (
    IN_CALL,
    PRESENT,
    TRANSITIONS,
    CallState,
    EndReason,
    ParticipantState,
    Step,
    after,
    call_state,
    end_reason,
)

P = ParticipantState
PEOPLE = st.integers(min_value=2, max_value=6)
STEPS = st.lists(
    st.tuples(st.integers(min_value=0, max_value=5), st.sampled_from([*Step])).filter(
        lambda step: step[1] not in {Step.START, Step.END}
    ),
    max_size=40,
)


class Model:
    """A call as `LockedCall` keeps one, without a database."""

    def __init__(self, people: int) -> None:
        self.states = [P.JOINED, *[P.RINGING] * (people - 1)]
        self.state = CallState.RINGING
        self.answered = False
        self.reason: EndReason | None = None
        self.told: list[CallState] = [self.state]

    def take(self, person: int, step: Step) -> None:
        if self.state == CallState.ENDED or person >= len(self.states):
            return
        self.states[person] = after(step, self.states[person])
        self.state = call_state(self.states, answered=self.answered)
        self.answered = self.answered or self.state == CallState.ACTIVE
        if self.state == CallState.ENDED:
            self.reason = end_reason(step, self.states[0], self.states[1:], answered=self.answered)
            self.states = [after(Step.END, state) for state in self.states]
        self.told.append(self.state)


@given(people=PEOPLE, steps=STEPS)
def test_every_sequence_of_steps_stays_legal(people: int, steps: list[tuple[int, Step]]) -> None:
    call = Model(people)
    for person, step in steps:
        call.take(person, step)
        present = sum(state in PRESENT for state in call.states)
        assert (call.state == CallState.ENDED) == (present < 2)
        assert (call.reason is not None) == (call.state == CallState.ENDED)
        assert call.state != CallState.ENDED or present == 0
        assert call.answered or call.state != CallState.ACTIVE
    order = [*CallState]
    told = [order.index(state) for state in call.told]
    assert told == sorted(told)


@given(people=PEOPLE, steps=STEPS)
def test_every_call_ends_once_time_runs_out_and_everybody_leaves(
    people: int, steps: list[tuple[int, Step]]
) -> None:
    call = Model(people)
    for person, step in [*steps, *((each, Step.TIME_OUT) for each in range(people))]:
        call.take(person, step)
    for person in range(people):
        call.take(person, Step.LOSE)
        call.take(person, Step.TIME_OUT)
    assert call.state == CallState.ENDED
    assert not set(call.states) & PRESENT


@given(people=PEOPLE, steps=STEPS)
def test_a_reason_says_whether_anybody_talked(people: int, steps: list[tuple[int, Step]]) -> None:
    call = Model(people)
    for person, step in steps:
        call.take(person, step)
    if call.reason is not None:
        assert call.answered == (call.reason in {EndReason.COMPLETED, EndReason.FAILED})


def test_nobody_comes_into_a_call_but_by_accepting() -> None:
    for step, table in TRANSITIONS.items():
        for before, then in table.items():
            assert before in IN_CALL or then not in IN_CALL or step is Step.ACCEPT


def test_reasons() -> None:
    for step, starter, others, answered, reason in (
        (Step.HANG_UP, P.JOINED, [P.LEFT], True, EndReason.COMPLETED),
        (Step.TIME_OUT, P.JOINED, [P.LEFT], True, EndReason.COMPLETED),
        (Step.TIME_OUT, P.RECONNECTING, [P.LEFT], True, EndReason.FAILED),
        (Step.TIME_OUT, P.LEFT, [P.LEFT, P.RECONNECTING], True, EndReason.FAILED),
        (Step.HANG_UP, P.LEFT, [P.RINGING], False, EndReason.CANCELLED),
        (Step.TIME_OUT, P.LEFT, [P.RINGING], False, EndReason.CANCELLED),
        (Step.DECLINE, P.JOINED, [P.DECLINED], False, EndReason.DECLINED),
        (Step.DECLINE, P.JOINED, [P.DECLINED, P.MISSED], False, EndReason.MISSED),
        (Step.TIME_OUT, P.JOINED, [P.MISSED], False, EndReason.MISSED),
        (Step.START, P.JOINED, [P.MISSED], False, EndReason.BUSY),
        (Step.START, P.JOINED, [], False, EndReason.BUSY),
    ):
        assert end_reason(step, starter, others, answered=answered) == reason
