"""Where a caller calls from."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare


def client_address(peer: str | None, forwarded_for: str | None, proxy_secret: str | None) -> str | None:
    """Return the caller's address, believing `TRUSTED_PROXIES` hops of `X-Forwarded-For`; None for what is none.

    Each proxy appends the address it was called from, so only the last hops are ours: what stands before them is
    whatever the caller liked to write. Who calls past the outermost proxy lacks its `X-Proxy-Secret`, and passed one
    less. It need not be none: to Zappa `peer` is the last hop but one, whoever wrote it.
    """
    hops = settings.TRUSTED_PROXIES - (not _came_through_all(proxy_secret))
    chain = [part for entry in (forwarded_for or "").split(",") if (part := entry.strip())]
    believed = chain[-hops:] if hops > 0 else []
    return _normalised(believed[0] if believed else "") or _normalised(peer or "")


def request_address(request: HttpRequest) -> str | None:
    """Return the address that `request` came from."""
    names = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_X_PROXY_SECRET")
    return client_address(*(request.META.get(name) for name in names))


def _came_through_all(proxy_secret: str | None) -> bool:
    return not settings.PROXY_SECRET or constant_time_compare(proxy_secret or "", settings.PROXY_SECRET)


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
