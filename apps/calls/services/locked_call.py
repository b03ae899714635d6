"""A call under the lock of its conversation: the one way to change it and its participants."""

from collections.abc import Mapping
from typing import NamedTuple, Self
from uuid import UUID

from django.db.models import F

from apps.accounts.services.accounts import touch_quietly
from apps.calls.models import Call, Participant
from apps.calls.selectors import duration_s
from apps.calls.services import consenting, telling
from apps.calls.states import PRESENT, CallState, ParticipantState, Step, after, call_state, end_reason
from apps.conversations.services import log
from apps.core.clock import DatabaseNow
from apps.core.errors import NotFound, Unavailable


class Device(NamedTuple):
    """One device session of somebody, and the socket by which it speaks."""

    session: UUID
    connection: str


class LockedCall:
    """Made and used within one transaction; `follow` ends each change."""

    def __init__(self, call: Call, participants: list[Participant]) -> None:
        self.call = call
        self.participants = participants

    @classmethod
    def of(cls, call_id: UUID) -> Self:
        """Lock a call. Raises `NotFound`."""
        place = Call.objects.filter(id=call_id).values_list("conversation_id", flat=True).first()
        if place is None:
            raise NotFound
        log.lock(place)
        found = Call.objects.select_related("started_by").filter(id=call_id).first()
        if found is None:
            raise NotFound
        return cls.read(found)

    @classmethod
    def in_conversation(cls, conversation: UUID) -> Self | None:
        """Return the live call of a locked conversation, if there is one."""
        calls = Call.objects.select_related("started_by").filter(conversation_id=conversation)
        found = calls.exclude(state=CallState.ENDED).first()
        return None if found is None else cls.read(found)

    @classmethod
    def read(cls, call: Call) -> Self:
        return cls(call, list(Participant.objects.filter(call=call).order_by("id")))

    @property
    def ended(self) -> bool:
        return self.call.state == CallState.ENDED

    def participant(self, user_id: UUID) -> Participant | None:
        return next((row for row in self.participants if row.user_id == user_id), None)

    def those(self, *states: ParticipantState) -> list[Participant]:
        """Return the participants who are in one of these states."""
        return [row for row in self.participants if row.state in states]

    def admit(self, user_id: UUID, device: Device) -> None:
        """Have somebody in the call whom it did not ring."""
        made = Participant(call=self.call, user_id=user_id, state=ParticipantState.JOINED, **device._asdict())
        made.save(force_insert=True)
        self.participants.append(made)

    def take(self, step: Step, *rows: Participant, **fields: object) -> bool:
        """Take participants through a step and set `fields`, and return whether it meant anything to them.

        One statement for all who come from one state.
        """
        moved = False
        for before in {row.state for row in rows}:
            then = after(step, ParticipantState(before))
            if then != before or fields:
                self._move([row for row in rows if row.state == before], before, then, fields)
                moved = True
        return moved

    def _move(self, rows: list[Participant], before: str, then: str, fields: Mapping[str, object]) -> None:
        values = {"state": then, "deadline": None, **fields}
        same = Participant.objects.filter(pk__in=[row.pk for row in rows], state=before)
        if same.update(since=DatabaseNow(), **values) < len(rows):
            raise Unavailable
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)

    def begin(self) -> None:
        """Tell everybody of a call that was just made, which is over already if it could ring nobody."""
        if self._state() == CallState.ENDED:
            self._end(Step.START, {})
        else:
            self._touch()
        telling.tell(self.call, self.participants)

    def follow(self, step: Step) -> None:
        """Have the call follow from its participants, whom a step has changed, and tell everybody after the commit."""
        state = self._state()
        recorded = consenting.following(self.call, self.participants, ended=state == CallState.ENDED)
        if state == CallState.ENDED:
            self._end(step, recorded)
        elif state != self.call.state:
            self._change(state=state, answered_at=DatabaseNow(), **recorded)
            self._touch()
        else:
            self._change(**recorded)
        telling.tell(self.call, self.participants)

    def agree(self, recorded: Mapping[str, object]) -> None:
        """Note what changes about its being recorded, and tell everybody after the commit."""
        self._change(**recorded)
        self._touch()
        telling.tell(self.call, self.participants)

    def _state(self) -> CallState:
        states = [ParticipantState(row.state) for row in self.participants]
        return call_state(states, answered=self.call.answered_at is not None)

    def _end(self, step: Step, recorded: Mapping[str, object]) -> None:
        reason = self._end_reason(step)
        self.take(Step.END, *self.those(*PRESENT))
        conversation = log.advance(self.call.conversation_id)
        ended_at = conversation.changed_at
        delta = {
            "call": str(self.call.id),
            "end_reason": reason,
            "duration_s": duration_s(self.call, ended_at),
        }
        log.write_call_ended(conversation, self.call.started_by, delta)
        self._change(
            state=CallState.ENDED, end_reason=reason, ended_at=ended_at, seq=conversation.head, **recorded
        )
        self._touch()

    def _end_reason(self, step: Step) -> str:
        starter = self.participant(self.call.started_by_id) if self.call.started_by_id else None
        others = [ParticipantState(row.state) for row in self.participants if row is not starter]
        own = ParticipantState.LEFT if starter is None else ParticipantState(starter.state)
        return end_reason(step, own, others, answered=self.call.answered_at is not None)

    def _change(self, **fields: object) -> None:
        before = self.call.version
        same = Call.objects.filter(pk=self.call.pk, version=before)
        if not same.update(version=F("version") + 1, **fields):
            raise Unavailable
        self.call.version = before + 1
        for name, value in fields.items():
            setattr(self.call, name, value)

    def _touch(self) -> None:
        # Whoever misses the frame sees by their `version` that there is something to fetch.
        touch_quietly(row.user_id for row in self.participants)
