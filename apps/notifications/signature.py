"""How a receiver knows that a delivery is ours, and new."""

import hashlib
import hmac


def sign(secret: str, body: bytes, moment: int) -> str:
    """Return the header `Parley-Signature` for `body`, sent at `moment` (Unix seconds)."""
    signed = hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256)
    return f"t={moment},v1={signed.hexdigest()}"
