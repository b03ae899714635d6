"""From rows to the shapes of the contract: at most four statements for any number of messages, none of them per row."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from apps.accounts.frames import brief
from apps.conversations import frames, models
from apps.files.frames import Attachment
from apps.files.selectors import attachments_of

EXCERPT_CHARS = 120
MESSAGE_RELATIONS = ("sender", "reply_to", "reply_to__sender")
"""What a query of messages selects along with them, so that projecting needs no more."""

HOLDER = "message"
"""What files hang on that came with a message: `apps.files.holders`."""

Reactions = dict[UUID, list[frames.Reactions]]
Attachments = dict[UUID, list[Attachment]]


def project_messages(
    viewer_id: UUID, messages: Iterable[models.Message], visible_from: Mapping[UUID, int]
) -> list[frames.Message]:
    """Return `messages` (with `MESSAGE_RELATIONS`) as `viewer_id` sees them.

    `visible_from` is the viewer's first `seq` in each of their conversations: what lies before it is not quoted.
    """
    rows = list(messages)
    reactions = reactions_of(viewer_id, [row.id for row in rows if row.deleted_at is None])
    files = files_of(rows)
    return [
        project_message(row, reactions, files, visible_from=visible_from[row.conversation_id]) for row in rows
    ]


def project_message(
    message: models.Message, reactions: Reactions, files: Attachments, *, visible_from: int
) -> frames.Message:
    """Return one message; a deleted one keeps its place without what it said."""
    deleted = message.deleted_at is not None
    return frames.Message(
        id=str(message.id),
        conversation=str(message.conversation_id),
        seq=message.seq,
        updated_seq=message.updated_seq,
        sender=brief(message.sender),
        client_id=message.client_id,
        body=None if deleted else message.body,
        mentions=[] if deleted else message.mentions,
        reply_to=quote(message.reply_to, visible_from),
        attachments=[] if deleted else files.get(message.id, []),
        reactions=[] if deleted else reactions.get(message.id, []),
        created_at=message.created_at,
        edited_at=message.edited_at,
        deleted=deleted,
    )


def files_of(messages: Iterable[models.Message]) -> Attachments:
    """Return what hangs on these messages: one statement, none where nothing does."""
    return attachments_of(HOLDER, [message.id for message in messages if message.attached])


def quote(original: models.Message | None, visible_from: int) -> frames.ReplyTo | None:
    """Return the quotation of `original`, or None when whoever reads it may not see so far back."""
    if original is None or original.seq < visible_from:
        return None
    excerpt = "" if original.deleted_at else original.body[:EXCERPT_CHARS]
    return frames.ReplyTo(id=str(original.id), sender=brief(original.sender), excerpt=excerpt)


def reactions_of(viewer_id: UUID, message_ids: list[UUID]) -> Reactions:
    """Return the reactions to each of these messages, the oldest emoji first: one statement."""
    counted = (
        models.Reaction.objects.filter(message_id__in=message_ids)
        .values("message_id", "emoji")
        .annotate(count=Count("id"), own=Max("emoji", filter=Q(user_id=viewer_id)), since=Min("created_at"))
        .order_by("since", "emoji")
    )
    found: Reactions = {}
    for row in counted:
        reaction = frames.Reactions(emoji=row["emoji"], count=row["count"], mine=row["own"] is not None)
        found.setdefault(row["message_id"], []).append(reaction)
    return found
