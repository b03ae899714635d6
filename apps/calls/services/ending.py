"""Calls that end, or lose somebody, by what happens around them; and are forgotten with their conversation."""

from uuid import UUID

from apps.calls.models import Call, Participant, Recording
from apps.calls.services import recordings
from apps.calls.services.locked_call import LockedCall
from apps.calls.states import PRESENT, Step
from apps.core import portions, transactions


def end(call_id: UUID) -> None:
    """End a call for everybody, as staff may; one that is over stays as it is. Raises `NotFound`."""
    transactions.run(lambda: _end(LockedCall.of(call_id)))


class CallsOfConversation:
    """`apps.conversations.companions.Companion`: what a conversation's calls have to do with its members."""

    def departed(self, conversation: UUID, user: UUID | None) -> None:
        locked = LockedCall.in_conversation(conversation)
        if locked is None:
            return
        if user is None:
            _end(locked)
        elif (own := locked.participant(user)) is not None:
            if locked.take(Step.DEPART, own):
                locked.follow(Step.DEPART)
            # After this they are told no more of it.
            own.delete()

    def forget_some(self, conversation: UUID) -> bool:
        # With each go its file, and a row of the outbox for that and for what was not finished.
        recorded = portions.portion_of(Recording.objects.filter(call__conversation_id=conversation), each=4)
        if recorded is not None:
            recordings.forget(list(recorded.values_list("id", flat=True)))
            return True
        for rows in (
            Participant.objects.filter(call__conversation_id=conversation),
            Call.objects.filter(conversation_id=conversation),
        ):
            if (some := portions.portion_of(rows)) is not None:
                some.delete()
                return True
        return False


def _end(locked: LockedCall) -> None:
    if locked.ended:
        return
    locked.take(Step.END, *locked.those(*PRESENT))
    locked.follow(Step.END)
