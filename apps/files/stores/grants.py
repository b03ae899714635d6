"""What an address of the local store lets its bearer do: signed, and for a time."""

import time
from typing import Literal

import msgspec
from django.core import signing

SALT = "parley.files"
Method = Literal["GET", "POST", "PUT"]


class Grant(msgspec.Struct, frozen=True, array_like=True):
    """To fetch or write one key before `end` (unix seconds): a POST brings up to `most` bytes, a PUT just as many."""

    method: Method
    key: str
    end: int
    most: int = 0
    media_type: str = ""
    disposition: str = ""


def end_in(seconds: int) -> int:
    """Return the `end` of a grant for so many seconds."""
    return int(time.time()) + seconds


def signed(grant: Grant) -> str:
    """Return `grant` as it stands in an address."""
    return signing.Signer(salt=SALT).sign_object(msgspec.to_builtins(grant))


def read(text: str, method: str, key: str) -> Grant | None:
    """Return the grant that `text` holds for `key`; None where there is none, or its time is over."""
    try:
        grant = msgspec.convert(signing.Signer(salt=SALT).unsign_object(text), Grant)
    except (signing.BadSignature, msgspec.ValidationError):
        return None
    wanted = "GET" if method == "HEAD" else method
    return grant if (grant.method, grant.key) == (wanted, key) and grant.end > time.time() else None
