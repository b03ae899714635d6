"""Accounts: how one comes to be, proves itself, changes, and is banned."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import F, QuerySet

from apps.accounts.models import DeviceSession, EndReason, User, validate_username
from apps.accounts.selectors import is_banned, live_sessions
from apps.accounts.services import avatars
from apps.accounts.services.sessions import end_sessions
from apps.core.clock import DatabaseNow
from apps.core.errors import Banned, Forbidden, Invalid, Unauthenticated
from apps.core.limits import count, count_address
from apps.core.transactions import run
from apps.fanout.events import UsersChanged
from apps.fanout.publish import publish_on_commit

Password = Annotated[str, msgspec.Meta(max_length=1_000)]
"""Bounded in code points, so that nobody buys an Argon2 hash of a megabyte."""
DisplayName = Annotated[str, msgspec.Meta(max_length=64)]
Email = Annotated[str, msgspec.Meta(max_length=254)]
Address = Annotated[str, msgspec.Meta(max_length=500)]


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of themselves when they register."""

    username: str
    password: Password
    display_name: DisplayName = ""
    email: Email = ""


class ProfileChange(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody changes about themselves; what is left out stays. An empty text, or no `avatar`, clears."""

    display_name: DisplayName | msgspec.UnsetType = msgspec.UNSET
    email: Email | msgspec.UnsetType = msgspec.UNSET
    avatar_url: Address | msgspec.UnsetType = msgspec.UNSET
    avatar: str | msgspec.UnsetType | None = msgspec.UNSET
    """The id of a file of theirs, a picture; None for none."""


def register(account: NewAccount, *, address: str | None) -> User:
    """Return a new user; raise `Forbidden` where registration is closed, `Invalid` for what may not be."""
    if settings.REGISTRATION == "closed":
        raise Forbidden("Registration is closed: ask the people who run this server for an account.")
    count_address("registration", address)
    user = User(
        username=User.normalize_username(account.username),
        display_name=clean_display_name(account.display_name),
        email=account.email,
    )
    _check(lambda: validate_username(user.username), "username")
    _check_email(user.email)
    _check_new_password(account.password, user)
    user.set_password(account.password)
    run(lambda: _insert(user))
    return user


def _insert(user: User) -> None:
    # Of two who take a name at once, the later one meets the unique index, and on the second run this.
    if User.objects.filter(username=user.username).exists():
        raise Invalid("This username is taken.", attr="username")
    user.save(force_insert=True)


def check_password(username: str, password: str, *, address: str | None) -> User:
    """Return the user who signs in; raise `Unauthenticated`, `Banned`, `RateLimited`.

    The one gate for REST and admin alike. A name that nobody has is counted, and costs one hash, like any other.
    """
    name = User.normalize_username(username)
    count_address("sign_in_address", address)
    count("sign_in_name", name)
    user = _by_username(name)
    if user is None:
        make_password(password)
        raise Unauthenticated("The username or the password is wrong.")
    if not user.check_password(password) or not user.is_active:
        raise Unauthenticated("The username or the password is wrong.")
    if is_banned(user):
        raise Banned
    return user


def _by_username(name: str) -> User | None:
    try:
        validate_username(name)
    except ValidationError:
        return None
    return User.objects.filter(username=name).first()


def change_password(session: DeviceSession, *, old: str, new: str) -> None:
    """Set the caller's password and end their other sessions; raise `Unauthenticated` when `old` is wrong."""
    user = session.user
    count("password", str(user.id))
    if not user.check_password(old):
        raise Unauthenticated("The old password is wrong.", attr="old")
    _check_new_password(new, user, attr="new")
    set_password(user, new, keep=session)


def set_password(user: User, password: str, *, keep: DeviceSession | None = None) -> None:
    """Store the hash of `password`, already judged, and end the user's sessions but `keep`."""
    user.set_password(password)

    def work() -> None:
        user.save(update_fields=["password"])
        sessions = live_sessions(user)
        end_sessions(sessions.exclude(id=keep.id) if keep else sessions, reason=EndReason.SIGNED_OUT)
        touch([user.id])

    run(work)


def update_profile(user: User, change: ProfileChange) -> User:
    """Return the user with what `change` sets; raise `Invalid`."""
    fields = {
        name: value for name, value in msgspec.structs.asdict(change).items() if value is not msgspec.UNSET
    }
    if not fields:
        return user
    if "display_name" in fields:
        fields["display_name"] = clean_display_name(fields["display_name"])
    _check_email(fields.get("email", ""))
    _check_avatar(fields.get("avatar_url", ""))

    def work() -> None:
        written = dict(fields)
        if "avatar" in fields:
            written["avatar"] = avatars.replace(user, fields["avatar"])
        User.objects.filter(id=user.id).update(**written)
        touch([user.id])

    run(work)
    user.refresh_from_db()
    return user


def ban_account(user: User, until: datetime) -> None:
    """Ban `user` from the whole installation until then; their sessions end at once."""

    def work() -> None:
        User.objects.filter(id=user.id).update(banned_until=until)
        end_sessions(live_sessions(user), reason=EndReason.BANNED)
        touch([user.id])

    run(work)


def unban_account(user: User) -> None:
    """Let `user` sign in again."""

    def work() -> None:
        User.objects.filter(id=user.id).update(banned_until=None)
        touch([user.id])

    run(work)


def end_account_sessions(user: User) -> None:
    """Sign `user` out everywhere."""
    run(lambda: end_sessions(live_sessions(user), reason=EndReason.SIGNED_OUT))


def touch(user_ids: Iterable[UUID], *, added: UUID | None = None, removed: UUID | None = None) -> None:
    """Move the `version` of these users and tell their sockets, as a part of the caller's transaction.

    `added` or `removed` is the conversation that came to them all, or went. Rows are locked in the order of their ids,
    so that two who touch the same people cannot deadlock.
    """
    ids = sorted(set(user_ids))
    if not ids:
        return
    _in_order(ids).update(version=F("version") + 1, changed_at=DatabaseNow())
    came, went = ((str(place),) if place else () for place in (added, removed))
    publish_on_commit(UsersChanged(tuple(str(user_id) for user_id in ids), added=came, removed=went))


def touch_quietly(user_ids: Iterable[UUID]) -> None:
    """Move the `version` of these users for what their sockets are told besides: the next `pong` repairs what is lost.

    A part of the caller's transaction, as `touch` is, of which each socket would make half a dozen questions.
    """
    _in_order(user_ids).update(version=F("version") + 1)


def _in_order(user_ids: Iterable[UUID]) -> QuerySet[User]:
    ids = set(user_ids)
    locked = User.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
    return User.objects.filter(id__in=locked.values("id"))


def clean_display_name(text: str) -> str:
    """Return `text` without the space around it; raise `Invalid` for control characters."""
    name = unicodedata.normalize("NFC", text).strip()
    if any(unicodedata.category(character) == "Cc" for character in name):
        raise Invalid("A display name has no control characters.", attr="display_name")
    return name


def _check_new_password(password: str, user: User, attr: str = "password") -> None:
    _check(lambda: password_validation.validate_password(password, user), attr)


def _check_email(email: str) -> None:
    if email:
        _check(lambda: validate_email(email), "email")


def _check_avatar(address: str) -> None:
    if address:
        _check(lambda: URLValidator(schemes=["http", "https"])(address), "avatar_url")


def _check(validate: Callable[[], object], attr: str) -> None:
    try:
        validate()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), attr=attr) from None
