"""What REST and WebSocket say about people: section 1 of docs/protocol.md."""

from datetime import datetime
from typing import Literal

import msgspec

from apps.accounts.models import DeviceSession, User

Presence = Literal["online", "offline"]


class UserBrief(msgspec.Struct, frozen=True, kw_only=True):
    """A person as others see them; `display_name` falls back to the username."""

    id: str
    username: str
    display_name: str
    avatar_url: str | None


class UserProfile(UserBrief, frozen=True, kw_only=True):
    """A person, and whether they are there now: `offline` to whomever a block stands between."""

    presence: Presence


class Me(UserProfile, frozen=True, kw_only=True):
    """The caller's own account; `version` moves whenever something of theirs changes."""

    email: str
    version: int


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A device that is signed in; `current` is the one that asks."""

    id: str
    name: str
    address: str | None
    created_at: datetime
    last_used_at: datetime
    current: bool


def brief(user: User) -> UserBrief:
    """Return `user` as others see them."""
    return UserBrief(
        id=str(user.id),
        username=user.username,
        display_name=user.get_short_name(),
        avatar_url=_avatar_url(user),
    )


def _avatar_url(user: User) -> str | None:
    if user.avatar is None:
        return user.avatar_url or None
    # The version has browsers ask anew for a new picture alone.
    return f"/api/users/{user.id}/avatar?v={user.avatar.hex[-8:]}"


def profile(user: User, presence: Presence) -> UserProfile:
    """Return `user` with the presence that the caller may know of."""
    return UserProfile(**msgspec.structs.asdict(brief(user)), presence=presence)


def me(user: User, presence: Presence) -> Me:
    """Return the caller's own account."""
    shared = msgspec.structs.asdict(brief(user))
    return Me(**shared, presence=presence, email=user.email, version=user.version)


def session(row: DeviceSession, current: DeviceSession) -> Session:
    """Return a device session as its owner sees it from the device `current`."""
    return Session(
        id=str(row.id),
        name=row.name,
        address=row.address,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        current=row.id == current.id,
    )
