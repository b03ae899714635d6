"""A WebSocket of API Gateway's: its handshake, each of its frames, its end, every one an invocation of its own."""

import logging
import time
from uuid import UUID

import msgspec
from django.conf import settings
from msgspec import UNSET

from apps.accounts import identity
from apps.core import strictjson, transactions
from apps.core.errors import Banned, RateLimited, Unavailable
from apps.fanout.gateway import posts, registry
from apps.fanout.gateway.mail import Mail
from apps.fanout.gateway.registry import Connection
from apps.realtime import frames, handshake
from apps.realtime.commands.base import Command
from apps.realtime.frames import CloseCode
from apps.realtime.handshake import Handshake
from apps.realtime.parsing import Rejected, parse
from apps.realtime.session import error_frame

from . import keeping
from .frame import Frame

logger = logging.getLogger("parley.socket")


def connect(asked: Handshake, connection_id: str, endpoint: str) -> None:
    """Let a caller in. Raises what refuses the handshake."""
    caller = handshake.identify(asked)
    user = str(caller.user.id)
    if len(registry.of_users([user])) >= settings.LIMITS["sockets"]:
        raise RateLimited("This account has too many open sockets.", retry_after=1)
    connection = Connection(connection_id, user, str(caller.session.id), endpoint, int(time.time()))
    keeping.begin(connection, asked.room)
    logger.info("socket %s of user %s opened", connection_id, user, extra={"user_id": user})


def received(connection_id: str, endpoint: str, text: str, message: str, mail: Mail) -> None:
    """Answer one frame: what is to be told in consequence is in `mail` then, or posted.

    `message` is what the gateway calls the frame: it stands in for a missing `client_id`, so that an event which comes
    twice is one message.
    """
    kept = keeping.for_frame(connection_id)
    if kept is None:
        # Its end came before its last frame: there is nobody to answer.
        posts.end(Connection(connection_id, "", "", endpoint, 0))
        return
    asked = _parsed(text, message)
    try:
        caller = transactions.read(lambda: identity.identify_session(UUID(kept.state.session)))
    except Banned:
        mail.end(kept.connection, _goodbye(CloseCode.BANNED))
    except Unavailable as error:
        mail.answer(kept.connection, [strictjson.encode(error_frame(error, ref=asked.ref))])
    else:
        if caller is None:
            mail.end(kept.connection, _goodbye(CloseCode.SIGNED_OUT))
        else:
            Frame(kept, caller.user, mail).answer(asked)


def disconnected(connection_id: str) -> None:
    """Take note that the client has left, however often that is said."""
    kept = keeping.find(connection_id)
    if kept is None:
        return
    keeping.forget(kept)
    connection = kept.connection
    seconds = int(time.time()) - connection.began
    logger.info(
        "socket %s of user %s closed after %d s",
        connection.id,
        connection.user,
        seconds,
        extra={"user_id": connection.user},
    )


def _parsed(text: str, message: str) -> Command | Rejected:
    try:
        command = parse(text)
    except Rejected as rejected:
        return rejected
    if getattr(command, "client_id", UNSET) is None:
        return msgspec.structs.replace(command, client_id=f"gateway-{message}")
    return command


def _goodbye(code: int) -> bytes:
    return strictjson.encode(frames.goodbye(code))
