"""How far people have read, which never moves back."""

from typing import TYPE_CHECKING

from django.conf import settings

from apps.accounts.selectors import blocked_either_way
from apps.conversations import frames
from apps.conversations.access import access_membership
from apps.conversations.models import Membership
from apps.core import strictjson, transactions
from apps.core.clock import DatabaseNow
from apps.core.errors import Invalid
from apps.fanout.events import Frame, conversation_topic, user_topic
from apps.fanout.publish import publish_on_commit

if TYPE_CHECKING:
    from apps.accounts.models import User


def mark_read(user: "User", ref: str, seq: int) -> Membership:
    """Move the read position of `user` forward to `seq`, at most to the head, and return the membership.

    Raises `Invalid`, `NotFound`, `Forbidden`.
    """
    if seq < 0:
        raise Invalid("A seq is not negative.", attr="seq")
    return transactions.run(lambda: _mark_read(user, ref, seq))


def _mark_read(user: "User", ref: str, seq: int) -> Membership:
    membership = access_membership(user.id, ref)
    target = min(seq, membership.conversation.head)
    moved = Membership.objects.filter(pk=membership.pk, read_seq__lt=target).update(
        read_seq=target, changed_at=DatabaseNow()
    )
    if moved:
        membership.read_seq = target
        _publish(membership)
    return membership


def _publish(membership: Membership) -> None:
    conversation, user = str(membership.conversation_id), str(membership.user_id)
    frame = frames.Receipt(conversation=conversation, user=user, read_seq=membership.read_seq)
    if membership.conversation.members_count > settings.LIMITS["receipt_members"]:
        publish_on_commit(Frame(topic=user_topic(user), payload=strictjson.encode(frame)))
        return
    hidden = tuple(str(other) for other in blocked_either_way(membership.user_id))
    publish_on_commit(
        Frame(topic=conversation_topic(conversation), payload=strictjson.encode(frame), hidden_from=hidden)
    )
