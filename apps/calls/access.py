"""Who may know of a call: the members of its conversation, as far back as they see its log."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.calls.models import Call, Recording, RecordingState
from apps.conversations.access import access_membership
from apps.core.errors import Forbidden, NotFound
from apps.core.ids import parse_id


def access_call(user_id: UUID, call_id: str) -> Call:
    """Return a call that `user_id` may know of, with whoever began it. Raises `NotFound`."""
    call = Call.objects.select_related("started_by").filter(id=known_id(call_id)).first()
    if call is None:
        raise NotFound
    may_know(user_id, call)
    return call


def may_know(user_id: UUID, call: Call) -> None:
    """Let those through who may know of a call. Raises `NotFound`."""
    try:
        membership = access_membership(user_id, str(call.conversation_id))
    except Forbidden:
        raise NotFound from None
    if call.seq is not None and call.seq < membership.visible_from:
        raise NotFound


def known_id(text: str) -> UUID:
    """Return the id that `text` spells. Raises `NotFound`: there is nothing of another name."""
    found = parse_id(text)
    if found is None:
        raise NotFound
    return found


def visible_calls(user_id: UUID, ref: str) -> QuerySet[Call]:
    """Return the calls of a conversation that `user_id`, a member, may know of. Raises as `access_membership` does."""
    membership = access_membership(user_id, ref)
    return Call.objects.filter(
        Q(seq=None) | Q(seq__gte=membership.visible_from), conversation_id=membership.conversation_id
    )


def access_own_recording(user_id: UUID, call_id: str, *states: RecordingState) -> Recording:
    """Return the newest recording that `user_id` made of a call, in one of `states` if any are given.

    Raises `NotFound`.
    """
    call = access_call(user_id, call_id)
    rows = Recording.objects.filter(call=call, by_id=user_id, state__in=states or RecordingState)
    found = rows.order_by("-started_at", "-id").first()
    if found is None:
        raise NotFound
    return found


def may_hear(user_id: UUID, recording: UUID) -> bool:
    """Whether `user_id` may have a recording: whoever may know of its call."""
    call = Recording.objects.filter(id=recording).values_list("call_id", flat=True).first()
    if call is None:
        return False
    try:
        access_call(user_id, str(call))
    except NotFound:
        return False
    return True
