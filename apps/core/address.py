"""Where a caller calls from."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(peer: str | None, forwarded_for: str | None) -> str | None:
    """Return the caller's address, believing `TRUSTED_PROXIES` hops of `X-Forwarded-For`; None for what is none.

    Each proxy appends the address it was called from, so only the last hops are ours: what stands before them is
    whatever the caller liked to write.
    """
    hops = settings.TRUSTED_PROXIES
    chain = [*(forwarded_for or "").split(","), peer or ""] if hops else [peer or ""]
    chain = [part for entry in chain if (part := entry.strip())]
    if not chain:
        return None
    return _normalised(chain[max(0, len(chain) - 1 - hops)]) or _normalised(peer or "")


def request_address(request: HttpRequest) -> str | None:
    """Return the address that `request` came from."""
    return client_address(request.META.get("REMOTE_ADDR"), request.META.get("HTTP_X_FORWARDED_FOR"))


def _normalised(text: str) -> str | None:
    try:
        address = ip_address(_without_port(text))
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address).partition("%")[0]


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
