"""Who opens a socket: section 3 of docs/protocol.md, up to the answer 101 or a refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from apps.accounts import identity
from apps.core import limits, strictjson, transactions
from apps.core.address import client_address
from apps.core.errors import STATUS, NotFound, ParleyError, Unauthenticated, Unavailable
from apps.fanout.payload import EXTENSION

if TYPE_CHECKING:
    from apps.accounts.identity import Identity
    from apps.fanout.subscriber import Transport

PATH = "/ws"
DENIAL = "websocket.http.response"
NORMAL_CLOSURE = 1000
FIRST_PRIVATE_CODE = 3000
"""RFC 6455, section 7.4.2: from here on codes belong to libraries and applications."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """What a caller brought along. `room` is the one to join, by id or slug."""

    address: str | None
    ticket: str | None
    token: str | None
    room: str | None


def read(scope: Mapping[str, Any]) -> Handshake:
    """Return the handshake of an ASGI scope; raise `NotFound` for another path than `/ws`."""
    if scope["path"] != scope.get("root_path", "") + PATH and scope["path"] != PATH:
        raise NotFound
    headers = _headers(scope["headers"])
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    peer = scope.get("client")
    return Handshake(
        address=client_address(
            peer[0] if peer else None, headers.get(b"x-forwarded-for"), headers.get(b"x-proxy-secret")
        ),
        ticket=_last(query, "ticket"),
        token=_last(query, "token") or bearer(headers.get(b"authorization", "")),
        room=_last(query, "roomId"),
    )


def identify(handshake: Handshake) -> "Identity":
    """Return who calls. Blocks. Raises `Unauthenticated`, `Banned`, `RateLimited` or `Unavailable`."""
    limits.count_address("handshake", handshake.address)
    if handshake.ticket:
        ticket = handshake.ticket
        return transactions.read(lambda: identity.identify_ticket(ticket))
    if handshake.token:
        token = handshake.token
        return transactions.read(lambda: identity.identify_access(token))
    raise Unauthenticated


def refusal(error: ParleyError, scope: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the ASGI messages that refuse the handshake: with the error's status where the server can say it.

    https://asgi.readthedocs.io/en/latest/extensions.html#websocket-denial-response
    """
    if DENIAL not in (scope.get("extensions") or {}):
        return [{"type": "websocket.close"}]
    headers = [(b"content-type", b"application/json")]
    if error.retry_after is not None:
        headers.append((b"retry-after", str(error.retry_after).encode()))
    if isinstance(error, Unauthenticated):
        headers.append((b"www-authenticate", b"Bearer"))
    kind = "server_error" if isinstance(error, Unavailable) else "client_error"
    body = {"type": kind, "errors": [{"code": error.code, "detail": error.detail, "attr": None}]}
    return [
        {"type": "websocket.http.response.start", "status": STATUS[error.code], "headers": headers},
        {"type": "websocket.http.response.body", "body": strictjson.encode(body)},
    ]


def transport_of(scope: Mapping[str, Any]) -> "Transport | None":
    """Return the shorter way out for frames, where the server offers one."""
    offered = (scope.get("extensions") or {}).get(EXTENSION)
    return offered["transport"] if offered else None


def close_code(code: int, scope: Mapping[str, Any]) -> int:
    """Return the code of the close frame that stands for `code`, which the goodbye has told already.

    daphne, known by the extensions that it lacks, refuses to send those that RFC 6455 reserves for protocols.
    """
    carries_all = DENIAL in (scope.get("extensions") or {})
    return code if carries_all or code >= FIRST_PRIVATE_CODE else NORMAL_CLOSURE


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[bytes, str]:
    """Return the headers, repeated ones joined as RFC 9110, section 5.2, says: each proxy may add a line of its own."""
    found: dict[bytes, str] = {}
    for name, raw in pairs:
        key, value = name.lower(), raw.decode("latin-1")
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _last(query: Mapping[str, list[str]], name: str) -> str | None:
    values = query.get(name)
    return values[-1] if values else None


def bearer(authorization: str) -> str | None:
    """Return the token of an `Authorization` header; None if it holds none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
