"""The WebSocket API on Lambda: one event of API Gateway's each time."""

import logging
from collections.abc import Mapping
from typing import Any

from apps.core.aws.client import AwsError
from apps.core.errors import STATUS, ErrorCode, ParleyError
from apps.core.logs import log_context
from apps.fanout.gateway.mail import Mail
from apps.realtime.gateway import sockets
from apps.realtime.gateway.events import endpoint_of, handshake_of

logger = logging.getLogger("parley.socket")


def handle(event: Mapping[str, Any], mail: Mail) -> dict[str, int]:
    """Return the gateway's answer; the status refuses a handshake, and means nothing to anything else."""
    context = event["requestContext"]
    connection = context["connectionId"]
    with log_context(connection=connection):
        match context["eventType"]:
            case "CONNECT":
                return {"statusCode": _connected(event)}
            case "DISCONNECT":
                sockets.disconnected(connection)
            case _:
                text, message = event.get("body") or "", context.get("messageId") or context["requestId"]
                sockets.received(connection, endpoint_of(event), text, message, mail)
    return {"statusCode": 200}


def _connected(event: Mapping[str, Any]) -> int:
    try:
        sockets.connect(handshake_of(event), event["requestContext"]["connectionId"], endpoint_of(event))
    except ParleyError as error:
        logger.info("socket refused: %s", error.code)
        return STATUS[error.code]
    except AwsError as error:
        logger.warning("socket refused: %s", error)
        return STATUS[ErrorCode.UNAVAILABLE]
    return 200
