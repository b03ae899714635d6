"""Reads: people, their blocks, their device sessions, and what of theirs changed lately."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.accounts.models import Block, DeviceSession, EndReason, User
from apps.core.clock import DatabaseNow
from apps.core.errors import NotFound
from apps.core.ids import is_name, parse_id
from apps.core.statements import as_param, found, given

_BLOCKS = "SELECT 1 FROM {pairs} JOIN accounts_block USING (blocker_id, blocked_id) LIMIT 1"

RECENT = timedelta(minutes=1)
"""How far back a server looks that has not asked before which sessions ended."""


def find_user(ref: str) -> User:
    """Return the active user whose id or username `ref` is; raise `NotFound`."""
    return find_users([ref])[0]


def find_users(refs: Iterable[str]) -> list[User]:
    """Return the active users named by ids or usernames, in the order named; raise `NotFound` when one is missing."""
    return _all_of(_named(refs, active_users()))


def find_account(ref: str) -> User:
    """Return the user, switched off or not, whose id or username `ref` is; raise `NotFound`."""
    return _all_of(_named([ref], User.objects.all()))[0]


def known_users(refs: Iterable[str]) -> list[User]:
    """Return the active users among those named by ids or usernames, in the order named."""
    return [user for user in _named(refs, active_users()) if user is not None]


def _named(refs: Iterable[str], among: QuerySet[User]) -> list[User | None]:
    keys = [parse_id(ref) or User.normalize_username(ref) for ref in refs]
    ids = [key for key in keys if isinstance(key, UUID)]
    names = [key for key in keys if isinstance(key, str) and is_name(key)]
    found: dict[UUID | str, User] = {}
    for user in among.filter(Q(id__in=ids) | Q(username__in=names)):
        found[user.id] = found[user.username] = user
    return [found.get(key) for key in keys]


def _all_of(found: list[User | None]) -> list[User]:
    users = [user for user in found if user is not None]
    if len(users) < len(found):
        raise NotFound
    return users


def active_users() -> QuerySet[User]:
    """Return the users whom others may find: those who have not been switched off."""
    return User.objects.filter(is_active=True)


def search_users(text: str) -> QuerySet[User]:
    """Return the active users whose username or display name begins with `text`, whatever its case."""
    username = User.normalize_username(text)
    return active_users().filter(Q(username__startswith=username) | Q(display_name__istartswith=text))


def users_by_id(ids: Iterable[UUID]) -> dict[UUID, User]:
    """Return the users of these ids, those switched off too: what they said stays theirs."""
    return User.objects.in_bulk(list(ids))


def usernames_to_ids(names: set[str]) -> dict[str, UUID]:
    """Return the ids of the active users among these case-folded usernames."""
    known = [name for name in names if is_name(name)]
    if not known:
        return {}
    return dict(active_users().filter(username__in=known).values_list("username", "id"))


def is_banned(user: User) -> bool:
    """Whether `user` is banned from the whole installation at this moment."""
    return user.banned_until is not None and user.banned_until > timezone.now()


def blocked_either_way(user_id: UUID) -> frozenset[UUID]:
    """Return everyone whom this user blocks or who blocks this user."""
    pairs = Block.objects.filter(Q(blocker=user_id) | Q(blocked=user_id)).values_list(
        "blocker_id", "blocked_id"
    )
    return frozenset(other for pair in pairs for other in pair if other != user_id)


def blocks_between(a: UUID, b: UUID) -> bool:
    """Whether one of the two blocks the other."""
    return any_blocks([(a, b)])


def any_blocks(pairs: Sequence[tuple[UUID, UUID]]) -> bool:
    """Whether in any of `pairs` one blocks the other: one statement."""
    ways = [{"blocker_id": one, "blocked_id": other} for a, b in pairs for one, other in ((a, b), (b, a))]
    statement = _BLOCKS.format(pairs=given("pairs", "blocker_id uuid, blocked_id uuid"))
    return bool(found(statement, [as_param(ways)]))


def blocked_by(user: User) -> QuerySet[Block]:
    """Return the blocks that `user` made, with the people they are about."""
    return Block.objects.filter(blocker=user).select_related("blocked")


def live_sessions(user: User) -> QuerySet[DeviceSession]:
    """Return the devices on which `user` is signed in."""
    return DeviceSession.objects.filter(user=user, ended_at=None)


def sessions_ended(since: datetime | None) -> dict[UUID, str]:
    """Return the device sessions that ended after `since` (None: in the last minute), each with its `EndReason`."""
    after = since or DatabaseNow() - RECENT
    rows = DeviceSession.objects.filter(ended_at__gt=after).values_list("id", "end_reason")
    return {row_id: EndReason(reason) for row_id, reason in rows}


def owners_of(sessions: Iterable[str]) -> set[str]:
    """Return the users whose device sessions these are."""
    rows = DeviceSession.objects.filter(id__in=[UUID(session) for session in sessions])
    return {str(user) for user in rows.values_list("user_id", flat=True).distinct()}


def users_changed(since: datetime | None) -> set[UUID]:
    """Return the users whose `version` moved after `since`; None of them for a server that has just started."""
    if since is None:
        return set()
    return set(User.objects.filter(changed_at__gt=since).values_list("id", flat=True))
