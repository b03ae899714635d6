"""Pictures of people, which are files that hang on their profiles."""

from uuid import UUID

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.files.services import attaching

HOLDER = "avatar"
"""The kind of holder: `apps.files.holders`."""


def replace(user: User, ref: str | None) -> UUID | None:
    """Return the id of the picture that is now somebody's, as a part of the caller's transaction; the last one goes.

    Raises `Invalid` unless it is a picture of theirs that hangs on nothing.
    """
    if ref is not None and str(user.avatar) == ref:
        return user.avatar
    attaching.release(HOLDER, [user.id])
    if ref is None:
        return None
    [file] = attaching.attach(user.id, attaching.parsed([ref], attr="avatar"), HOLDER, user.id, attr="avatar")
    if file.width is None:
        raise Invalid("An avatar is a picture.", attr="avatar")
    return file.id
