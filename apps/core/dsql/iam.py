"""The password of a connection: a request to connect, signed and never sent (IAM)."""

from datetime import UTC, datetime

from apps.core.aws import account
from apps.core.aws.signing import Scope, presigned

ADMIN = "admin"
"""The role of every cluster that may do everything; each other one is granted to IAM roles by it."""
GOOD_FOR = 900
"""Seconds in which a connection may be opened with a token; it then lives on for up to an hour."""


def token(host: str, user: str, moment: datetime | None = None) -> str:
    """Return a password for `user` of the cluster at `host`; raise `PermissionError` without AWS credentials.

    https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
    """
    scope = Scope("dsql", _region(host), moment or datetime.now(UTC))
    asked = {"Action": "DbConnectAdmin" if user == ADMIN else "DbConnect"}
    url = presigned(account.credentials(), scope, "GET", f"https://{host}/", asked, GOOD_FOR)
    return url.removeprefix("https://")


def _region(host: str) -> str:
    """Return the region that an endpoint names: <cluster>.dsql.<region>.on.aws."""
    parts = host.split(".")
    return parts[2] if parts[1:2] == ["dsql"] and len(parts) > 3 else account.region()  # noqa: PLR2004
