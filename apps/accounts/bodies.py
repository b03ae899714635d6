"""What the calls about accounts take and answer, beyond the shapes of `frames.py`."""

from typing import Annotated

import msgspec

from apps.accounts.devices import NAME_CHARS
from apps.accounts.frames import UserBrief
from apps.accounts.services.accounts import NewAccount, Password
from apps.core.pagination import PageQuery

Device = Annotated[str, msgspec.Meta(max_length=NAME_CHARS)]
RefreshSecret = Annotated[str, msgspec.Meta(max_length=200)]


class Registration(NewAccount, frozen=True, kw_only=True):
    """A new account; with `cookie` the browser is signed in instead of getting tokens. `device` names the session."""

    cookie: bool = False
    device: Device = ""


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in; `device` names the session, instead of what the `User-Agent` says."""

    username: str
    password: Password
    device: Device = ""


class Refresh(msgspec.Struct, frozen=True, kw_only=True):
    """A refresh token."""

    refresh: RefreshSecret


class PasswordChange(msgspec.Struct, frozen=True, kw_only=True):
    """The password that is, and the one that shall be."""

    old: Password
    new: Password


class UserSearch(PageQuery, kw_only=True):
    """People whose username or display name begins with `search`; everybody without it."""

    search: str = ""


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """A pair of tokens."""

    access: str
    refresh: str


class SignedIn(Tokens, frozen=True, kw_only=True):
    """A pair of tokens, and whose they are."""

    user: UserBrief


class SignedInByCookie(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in from now on, in this browser."""

    user: UserBrief


class CookieSession(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in by this browser's cookie, and the token for the header `X-CSRFToken` of whatever changes."""

    user: UserBrief | None
    csrf_token: str


class SocketTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket, the complete address to open with it, and for how many seconds it is good."""

    ticket: str
    url: str
    expires_in: int
