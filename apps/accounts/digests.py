"""Secrets that are handed out once and kept as digests only."""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac

SECRET_BYTES = 32


def new_secret() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """Return the SHA-256 of `secret`, hexadecimal. A random secret of 256 bits needs no slower hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def successor(secret: str) -> str:
    """Return the secret that follows `secret`: only who has the predecessor and the server's key can name it."""
    derived = salted_hmac(
        "parley.refresh", secret.encode("utf-8", "surrogatepass"), algorithm="sha256"
    ).digest()
    return base64.urlsafe_b64encode(derived).rstrip(b"=").decode()
