"""Whose AWS account, and where: what AWS's own variables say, which every tool of AWS reads alike.

https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
"""

import os
from collections.abc import Mapping
from functools import cache

from .signing import Credentials

DEFAULT_REGION = "us-east-1"


def region(environ: Mapping[str, str] = os.environ) -> str:
    return environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or DEFAULT_REGION


def endpoint(service: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the address of a service, without a trailing slash."""
    return emulator(environ) or f"https://{service}.{region(environ)}.amazonaws.com"


def emulator(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the address of what stands in for all of AWS, without a trailing slash; None where nothing does."""
    return (environ.get("AWS_ENDPOINT_URL") or "").rstrip("/") or None


def in_function(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this process is one of AWS Lambda's."""
    return "AWS_LAMBDA_FUNCTION_NAME" in environ


def credentials() -> Credentials:
    """Return whose name requests are signed in; raise `PermissionError` when there is none."""
    return _of_environment(os.environ) or _of_profile()


def _of_environment(environ: Mapping[str, str]) -> Credentials | None:
    key, secret = environ.get("AWS_ACCESS_KEY_ID"), environ.get("AWS_SECRET_ACCESS_KEY")
    return Credentials(key, secret, environ.get("AWS_SESSION_TOKEN")) if key and secret else None


def _of_profile() -> Credentials:
    """Return those of a profile, a container or a machine, through botocore, which knows all of them."""
    provider = _botocore()
    found = provider.get_frozen_credentials() if provider is not None else None
    if found is None:
        raise PermissionError(
            "There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or install botocore "
            "and name a profile with AWS_PROFILE."
        )
    return Credentials(found.access_key, found.secret_key, found.token)


@cache
def _botocore():  # type: ignore[no-untyped-def]  # noqa: ANN202 (botocore's, which is not installed everywhere)
    """Return what renews the credentials when they expire."""
    try:
        from botocore.session import Session  # noqa: PLC0415 (a tenth of a second, which Lambda need not spend)
    except ImportError:
        return None
    return Session().get_credentials()
