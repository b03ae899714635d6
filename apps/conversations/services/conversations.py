"""Making conversations, describing them anew, and deleting them."""

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings
from msgspec import UNSET, UnsetType

from apps.accounts.selectors import blocked_either_way, find_users
from apps.accounts.services.accounts import touch
from apps.conversations import companions, frames
from apps.conversations.access import access_membership, may_run, not_direct
from apps.conversations.furnishing import FIRST_ROOM
from apps.conversations.models import Conversation, EntryType, History, Membership, Role
from apps.conversations.services import content, direct, erasure, log
from apps.conversations.services.quota import check_room_for_more
from apps.core import clock, transactions
from apps.core.errors import Conflict, Forbidden, Invalid, LimitReached

if TYPE_CHECKING:
    from apps.accounts.models import User


class NewConversation(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: `members` by id or username (one of them for a direct conversation), a `slug` for a room."""

    kind: frames.Kind
    client_id: str | None = None
    title: str = ""
    slug: str | None = None
    history: frames.HistoryRule | None = None
    members: list[str] = []


def create(creator: "User", asked: NewConversation) -> tuple[Conversation, bool]:
    """Return the conversation asked for, and whether it was made now rather than found.

    Found is an existing direct conversation, and what an earlier try made under the same `client_id`. Raises `Invalid`
    (a slug that is taken too), `NotFound` (a member), `Forbidden` (a block), `Conflict` and `LimitReached`.
    """
    if asked.client_id is not None:
        content.checked_client_id(asked.client_id)
    return transactions.run(lambda: _create_once(creator, asked))


def open_direct(user: "User", other: "User") -> tuple[Conversation, bool]:
    """Return the direct conversation of two people, and whether it was made now. Raises `Forbidden` for a block."""
    return transactions.run(lambda: direct.find_or_open(user, other))


def update(
    actor: "User",
    ref: str,
    *,
    title: str | UnsetType = UNSET,
    history: frames.HistoryRule | UnsetType = UNSET,
) -> Conversation:
    """Give a group or room another title, or another rule for who joins from now on; owners and admins may."""
    asked = {"title": UNSET if title is UNSET else content.checked_title(title), "history": history}
    return transactions.run(lambda: _update(actor, ref, asked))


def delete(actor: "User", ref: str) -> None:
    """Delete a group or room with all that was said there; owners and admins may."""
    transactions.run(lambda: _delete(actor, ref))


def _create_once(creator: "User", asked: NewConversation) -> tuple[Conversation, bool]:
    fingerprint = content.fingerprint(asked)
    if asked.client_id is not None:
        earlier = Conversation.objects.filter(creator=creator, client_id=asked.client_id).first()
        if earlier is not None:
            return _same(earlier, fingerprint), False
    people = list({user.id: user for user in find_users(asked.members)}.values())
    if asked.kind == "direct":
        if len(people) != 1:
            raise Invalid("A direct conversation names one other person.", attr="members")
        return direct.find_or_open(creator, people[0], client_id=asked.client_id, fingerprint=fingerprint)
    others = [user for user in people if user.id != creator.id]
    return _make(creator, asked, others, fingerprint), True


def _same(earlier: Conversation, fingerprint: str) -> Conversation:
    if earlier.fingerprint != fingerprint:
        raise Conflict(attr="client_id")
    return earlier


def _make(creator: "User", asked: NewConversation, others: list["User"], fingerprint: str) -> Conversation:
    _check_people(creator, others)
    slug = _free_slug(asked.slug) if asked.kind == "room" else None
    now = clock.now()
    made = Conversation.objects.create(
        kind=asked.kind,
        title=content.checked_title(asked.title) or slug or "",
        slug=slug,
        history=asked.history or (History.SHARED if asked.kind == "room" else History.JOINED),
        creator=creator,
        client_id=asked.client_id,
        fingerprint=fingerprint,
        members_count=1 + len(others),
        members_version=1,
        created_at=now,
        last_activity_at=now,
        changed_at=now,
    )
    _add_first_members(made, creator, others, now)
    return made


def _check_people(creator: "User", others: list["User"]) -> None:
    # Of a room too: all whom it begins with come in by one transaction.
    if len(others) >= settings.LIMITS["group_members"]:
        raise LimitReached
    if others and not blocked_either_way(creator.id).isdisjoint(user.id for user in others):
        raise Forbidden("Somebody named here does not accept messages.")
    check_room_for_more([creator.id, *(user.id for user in others)])


def _free_slug(asked: str | None) -> str:
    slug = content.checked_slug(asked)
    if Conversation.objects.filter(slug=slug).exists():
        raise Invalid("This slug is taken.", attr="slug")
    return slug


def _add_first_members(made: Conversation, creator: "User", others: list["User"], now: datetime) -> None:
    roles = [(creator, Role.OWNER), *((user, Role.MEMBER) for user in others)]
    Membership.objects.bulk_create(
        Membership(conversation=made, user=user, role=role, visible_from=1, joined_at=now, changed_at=now)
        for user, role in roles
    )
    touch((user.id for user, _ in roles), added=made.id)


def _update(actor: "User", ref: str, asked: dict[str, str | UnsetType]) -> Conversation:
    conversation = _run_by(actor, ref)
    changed = {
        name: value
        for name, value in asked.items()
        if value is not UNSET and value != getattr(conversation, name)
    }
    if not changed:
        return conversation
    Conversation.objects.filter(pk=conversation.pk).update(**changed)
    conversation = log.advance(conversation.id)
    log.write(conversation, EntryType.CONVERSATION_UPDATED, actor, delta=changed)
    return conversation


def _delete(actor: "User", ref: str) -> None:
    conversation = _run_by(actor, ref)
    if conversation.slug == FIRST_ROOM:
        raise Forbidden("This room belongs to every installation.")
    for companion in companions.registered():
        companion.departed(conversation.id, None)
    conversation = log.advance(conversation.id, entries=0, members=True)
    log.publish_members(conversation)
    erasure.close(conversation)


def _run_by(actor: "User", ref: str) -> Conversation:
    """Return a group or room, locked, that `actor` runs."""
    conversation = log.lock(access_membership(actor.id, ref).conversation_id)
    not_direct(conversation)
    may_run(access_membership(actor.id, str(conversation.id)))
    return conversation
