"""Saying something: the one write path of docs/architecture.md, for one message or for several that wait together.

Messages that wait at the same time commit together, whichever conversations they are for: what a transaction costs is
then paid once for all of them. If one of them cannot be said, each is sent alone, and only that one is refused.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import DatabaseError

from apps.conversations import search_index
from apps.conversations.access import may_see
from apps.conversations.models import Conversation, EntryType, LogEntry, Membership, Message
from apps.conversations.selectors.projection import HOLDER
from apps.conversations.services import content, direct, log
from apps.core import transactions
from apps.core.errors import Conflict, Invalid, NotFound, ParleyError, Unavailable
from apps.core.ids import new_id
from apps.core.statements import as_param, columns_of, found, given, insert
from apps.files.services import attaching

if TYPE_CHECKING:
    from apps.accounts.models import User

# No join: for one PostgreSQL reads all of a table that is not large, instead of asking its index for each.
_KNOWN = """
    SELECT turn FROM {tried} WHERE 1 = (
        SELECT 1 FROM conversations_message said
        WHERE said.sender_id = tried.sender_id AND said.client_id = tried.client_id
    )
"""
_HAS_READ = """
    UPDATE conversations_membership SET read_seq = said.last, changed_at = said.moment FROM {said}
    WHERE conversation_id = said.place AND user_id = said.person
    RETURNING user_id
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say, checked as far as it can be without the record."""

    sender: "User"
    place: Callable[[], UUID]
    """Returns the id of the conversation, looked up or opened inside the transaction."""
    body: str
    client_id: str
    reply_to: UUID | None
    fingerprint: str
    attachments: tuple[UUID, ...] = ()
    id: UUID = field(default_factory=new_id)

    @property
    def key(self) -> tuple[UUID, str]:
        return self.sender.id, self.client_id


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that is in the record; `duplicate` when an earlier try had put it there."""

    message: Message
    duplicate: bool


Numbered = tuple[Draft, Conversation, int]


def send_free(drafts: Sequence[Draft]) -> dict[UUID, Sent | None]:
    """Say together what can be said at once, and return that by the ids of the drafts; None where somebody else holds
    the conversation's lock.

    Left out is what was said before and, if any one of `drafts` cannot be said, all of them: that is `send_all`'s to
    find out.
    """
    try:
        return transactions.run(lambda: _send_new(drafts, those_free=True))
    except (ParleyError, DatabaseError):
        return {}


def send_all(drafts: Sequence[Draft]) -> list[Sent | Exception]:
    """Say all of `drafts`, and return for each what became of it: `Sent`, or what `send_message` raises for it.

    They should be for one conversation: whoever waits for the lock of another one would have all wait.
    """
    together: dict[UUID, Sent | None] = {}
    if len(drafts) > 1:
        try:
            together = transactions.run(lambda: _send_new(drafts))
        except Unavailable as error:
            return [error] * len(drafts)
        except (ParleyError, DatabaseError):
            # One of them cannot be said: alone each finds out whether it is the one.
            together = {}
    return [together.get(draft.id) or _send_alone(draft) for draft in drafts]


def _send_new(drafts: Sequence[Draft], *, those_free: bool = False) -> dict[UUID, Sent | None]:
    """Say those of `drafts` whose `client_id` is new, and leave the others out; None where another holds the lock."""
    known = _known(drafts)
    new: dict[tuple[UUID, str], Draft] = {}
    for turn, draft in enumerate(drafts):
        if turn not in known:
            new.setdefault(draft.key, draft)
    said = _write(list(new.values()), those_free=those_free) if new else []
    sent = {message.id: Sent(message, duplicate=False) for message in said}
    return {draft.id: sent.get(draft.id) for draft in new.values()}


def _known(drafts: Sequence[Draft]) -> set[int]:
    """Return the places in `drafts` of those whose `client_id` is in the record."""
    statement = _KNOWN.format(tried=given("tried", "turn bigint, sender_id uuid, client_id varchar"))
    rows = [
        {"turn": turn, "sender_id": draft.sender.id, "client_id": draft.client_id}
        for turn, draft in enumerate(drafts)
    ]
    return {turn for (turn,) in found(statement, [as_param(rows)])}


def _send_alone(draft: Draft) -> Sent | Exception:
    try:
        return transactions.run(lambda: _send_once(draft))
    except Exception as error:  # noqa: BLE001 (handed on: others wait for their own outcomes)
        return error


def _send_once(draft: Draft) -> Sent:
    if not _known([draft]):
        return Sent(_write([draft])[0], duplicate=False)
    earlier = Message.objects.get(sender=draft.sender, client_id=draft.client_id)
    if earlier.fingerprint != draft.fingerprint or earlier.conversation_id != draft.place():
        raise Conflict(attr="client_id")
    return Sent(earlier, duplicate=True)


def _write(drafts: Sequence[Draft], *, those_free: bool = False) -> list[Message]:
    """Write `drafts`, in this order where they are for one conversation; all or, by what is raised, none."""
    places = [draft.place() for draft in drafts]
    counts, newest = Counter(places), dict(zip(places, (draft.id for draft in drafts), strict=True))
    said = {place: (counts[place], newest[place]) for place in counts}
    conversations = log.advance_with_messages(said, those_free=those_free)
    if len(conversations) < len(said) and not those_free:
        raise NotFound
    numbered = _numbered(drafts, places, counts, conversations)
    if not numbered:
        return []
    _senders_have_read(numbered)
    direct.check_blocks(conversations.values())
    messages = [_message(*each) for each in numbered]
    insert(Message, [columns_of(message) for message in messages])
    for draft, _, _ in numbered:
        if draft.attachments:
            attaching.attach(draft.sender.id, draft.attachments, HOLDER, draft.id)
    search_index.add(messages)
    log.put([_entry(message) for message in messages])
    return messages


def _numbered(
    drafts: Sequence[Draft],
    places: Sequence[UUID],
    counts: Mapping[UUID, int],
    conversations: Mapping[UUID, Conversation],
) -> list[Numbered]:
    """Return the drafts for `conversations`, each with its own and the `seq` that its message has there."""
    following = {place: each.head - counts[place] + 1 for place, each in conversations.items()}
    numbered = []
    for draft, place in zip(drafts, places, strict=True):
        if place in following:
            numbered.append((draft, conversations[place], following[place]))
            following[place] += 1
    return numbered


def _senders_have_read(numbered: Sequence[Numbered]) -> None:
    """Move the senders' read positions to their own messages: who has none, under the lock, is no member."""
    last = {(conversation.id, draft.sender.id): (seq, conversation) for draft, conversation, seq in numbered}
    rows = [
        {"place": place, "person": person, "last": seq, "moment": at.changed_at}
        for (place, person), (seq, at) in last.items()
    ]
    statement = _HAS_READ.format(
        said=given("said", "place uuid, person uuid, last bigint, moment timestamptz")
    )
    if len(found(statement, [as_param(rows)])) < len(last):
        if len(last) > 1:
            raise NotFound
        may_see(numbered[0][1], None)


def _message(draft: Draft, conversation: Conversation, seq: int) -> Message:
    return Message(
        id=draft.id,
        conversation=conversation,
        seq=seq,
        updated_seq=seq,
        sender=draft.sender,
        client_id=draft.client_id,
        fingerprint=draft.fingerprint,
        body=draft.body,
        mentions=content.mentions_in(draft.body, conversation.id),
        reply_to=_quoted(draft, conversation),
        attached=len(draft.attachments) or None,
        created_at=conversation.changed_at,
    )


def _entry(message: Message) -> LogEntry:
    return LogEntry(
        conversation=message.conversation,
        seq=message.seq,
        type=EntryType.MESSAGE,
        actor=message.sender,
        message=message,
        delta={},
        at=message.created_at,
    )


def _quoted(draft: Draft, conversation: Conversation) -> Message | None:
    if draft.reply_to is None:
        return None
    visible = Membership.objects.filter(conversation=conversation, user=draft.sender).values("visible_from")
    quoted = (
        Message.objects.select_related("sender")
        .filter(id=draft.reply_to, conversation=conversation, seq__gte=visible)
        .first()
    )
    if quoted is None:
        raise no_such_message()
    return quoted


def no_such_message() -> Invalid:
    """Return the answer to a reply to what its sender may not see, or what is not there."""
    return Invalid("There is no such message to reply to.", attr="reply_to")
