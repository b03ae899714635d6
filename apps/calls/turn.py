"""Where a browser asks for its public address (STUN), and who passes its media on where nothing else does (TURN).

A relay takes a name that says until when it is good, and as its password the HMAC of that name under a secret that the
relay shares with this server: https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00
"""

import hmac
from base64 import b64encode
from datetime import datetime
from uuid import UUID

import msgspec
from django.conf import settings

GOOD_FOR = 600
"""Seconds in which a relay may be asked for; what it then passes on goes on for as long as the call."""


class IceServer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """As `RTCPeerConnection` takes it: a browser would take null for a name."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


def ice_servers(user_id: UUID, now: datetime) -> tuple[list[IceServer], int]:
    """Return what the settings have, and for how many seconds it is good."""
    ice = settings.ICE
    servers = [IceServer(urls=list(ice.stun_urls))] if ice.stun_urls else []
    if ice.turn_urls:
        username = f"{int(now.timestamp()) + GOOD_FOR}:{user_id}"
        password = credential(ice.turn_secret, username)
        servers.append(IceServer(urls=list(ice.turn_urls), username=username, credential=password))
    return servers, GOOD_FOR


def credential(secret: str, username: str) -> str:
    """Return the password of a name."""
    return b64encode(hmac.digest(secret.encode(), username.encode(), "sha1")).decode()
