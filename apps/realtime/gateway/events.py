"""What API Gateway says of a WebSocket, in the words of the rest.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from apps.core.address import client_address
from apps.core.aws import account
from apps.realtime.handshake import Handshake, bearer

Event = Mapping[str, Any]


def handshake_of(event: Event) -> Handshake:
    """Return what the caller of `$connect` brought along."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    query = event.get("queryStringParameters") or {}
    peer = event["requestContext"].get("identity", {}).get("sourceIp")
    return Handshake(
        address=client_address(peer, headers.get("x-forwarded-for"), headers.get("x-proxy-secret")),
        ticket=query.get("ticket"),
        token=query.get("token") or bearer(headers.get("authorization", "")),
        room=query.get("roomId"),
    )


def endpoint_of(event: Event) -> str:
    """Return where frames for the event's connection are posted to."""
    if settings.SERVERLESS and settings.SERVERLESS.gateway_endpoint:
        return settings.SERVERLESS.gateway_endpoint
    # Not `domainName`, which may be one of ours: those do not lead to the management of connections.
    context = event["requestContext"]
    return f"https://{context['apiId']}.execute-api.{account.region()}.amazonaws.com/{context['stage']}"
