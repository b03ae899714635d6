"""Where a webhook may lead: to addresses of the public internet, and to networks that the operator has named.

A server that posts wherever somebody says is a way into its own network (server-side request forgery). So the name is
resolved here, every address that it has is judged, and the connection goes to one of those and no other.
The tables are IANA's special-purpose registries (RFC 6890 and its successors), as of 2026.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

MOST_ADDRESSES = 3
"""How many of a name's addresses are tried."""
DEFAULT_PORTS = {"http": 80, "https": 443}
LEAST_PORT = 1024
"""Below are the ports of mail, shells and the like, which nothing posts JSON to but by mistake or malice."""

_PRINTABLE = re.compile(r"[!-~]+")
_HOST = re.compile(r"[a-z0-9_.-]{1,253}|[0-9a-f:.]+")
_NOT_PUBLIC_4 = [
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure answers virtual machines about themselves here
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
_PUBLIC_6 = ip_network("2000::/3")
_NOT_PUBLIC_6 = [ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
_NAT64 = ip_network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


class Refused(Exception):
    """Nothing is sent there; the text says why, and tells nothing about our own network."""


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an address; `path` includes the query."""

    host: str
    port: int
    tls: bool
    path: str


def check(address: str) -> Target:
    """Return the parts of `address`; raise `Refused` for what can never be delivered to, without asking for names."""
    parts = _split(address)
    host = parts.hostname or ""
    port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    if not _HOST.fullmatch(host):
        raise Refused("This is not the name of a host.")
    if port not in DEFAULT_PORTS.values() and port < LEAST_PORT:
        raise Refused(f"The port is 80, 443, or at least {LEAST_PORT}.")
    literal = _literal(host)
    if literal is not None and not is_allowed(literal):
        raise Refused("This is not a public address.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, parts.scheme == "https", path)


def resolve(target: Target) -> list[str]:
    """Return the addresses to connect to. Raises `Refused` when the name has none, or one that is not allowed."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    # One sentence for both: whether a name exists inside our network is nobody's business.
    if not addresses or not all(is_allowed(ip_address(address)) for address in addresses):
        raise Refused("This name leads to no public address.")
    return addresses[:MOST_ADDRESSES]


def is_allowed(address: Address) -> bool:
    """Whether `address`, or the IPv4 address that it carries, is public or in one of `WEBHOOK_NETWORKS`."""
    if any(address in network for network in settings.WEBHOOK_NETWORKS):
        return True
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    carried = _carried(address)
    if carried is not None:
        return is_allowed(carried)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address to which a mapped, 6to4 or NAT64 address leads."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _split(address: str) -> SplitResult:
    # urlsplit drops tabs and line ends in silence, and a backslash is a slash to some.
    if not _PRINTABLE.fullmatch(address) or "\\" in address:
        raise Refused("An address has neither spaces, backslashes nor characters beyond ASCII.")
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 (raises for what is no number)
    except ValueError:
        raise Refused("This is not an address.") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise Refused("An address begins with https:// or http://.")
    if "@" in parts.netloc or "#" in address:
        raise Refused("An address has neither a user name nor a fragment.")
    return parts


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
