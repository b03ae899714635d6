"""RealtimeSession: one connection's conversation with the server, without any I/O of its own.

A transport adapter makes one for each connection (or, where nothing is kept between frames, for each frame, from the
stored `SessionState`), passes in what arrives, and carries out what the session asks of its `connection`. Methods that
use the record block: an adapter with an event loop runs them on a thread.
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import msgspec
from django.conf import settings
from msgspec import UNSET, UnsetType

from apps.accounts import identity
from apps.accounts import selectors as accounts
from apps.calls.selectors import live_calls
from apps.calls.services import settling
from apps.conversations.selectors import conversations, installation
from apps.core import transactions
from apps.core.errors import RETRYABLE, Banned, ParleyError, Unauthenticated, Unavailable
from apps.fanout.presence import presence

from . import frames
from .commands.rooms import JoinRoom, enter
from .parsing import Rejected, parse

if TYPE_CHECKING:
    from apps.accounts.models import User

    from .commands.base import Command

logger = logging.getLogger(__name__)

PRESENCE_REFRESH = 20
"""Seconds between two refreshes of the presence key by one socket: well inside its life of 62.5."""


class Connection(Protocol):
    """What a session asks of its transport. Calls but `count` only note what is to be done, and never block."""

    heartbeat: int
    """Seconds within which its client says something."""
    max_age: int | None
    """Seconds for which it may last; None: no limit."""

    def send(self, frame: msgspec.Struct) -> None:
        """Send a frame after those sent before it."""

    def close(self, code: int) -> None:
        """Say goodbye and close."""

    def count(self, rule: str, user: str) -> None:
        """Count one more command of a rate limit. Blocks. Raises `RateLimited`."""

    def watch(self, users: Collection[str], told: Mapping[str, bool]) -> None:
        """Have changes of these users' presence told, and of no others'; `told` is what the client knows already."""


class SessionState(msgspec.Struct):
    """What is kept between frames: small, and serialisable for transports that keep nothing else."""

    connection: str
    user: str
    session: str
    current_room: str | None = None
    watched: list[str] = []
    """Whom the client asked to watch."""
    shown: list[str] = []
    """Whose presence the client is told: those and the direct peers, but for blocks either way."""
    cursor: datetime | None = None
    """The database's time of the welcome: where the first `ping` without a cursor looks back to."""
    present_until: float = 0.0
    """When the presence key wants its next refresh, by this machine's clock in Unix seconds."""
    call: str | None = None
    """The one in which this connection takes part, or did."""
    stale: bool = False
    """The user changed since they were read: names, rights, blocks."""


class RealtimeSession:
    """The commands of one connection, one after another, and what opens and closes it."""

    def __init__(self, user: "User", state: SessionState, connection: Connection) -> None:
        self.user = user
        self.state = state
        self.connection = connection

    @property
    def user_id(self) -> UUID:
        return self.user.id

    def opened(self) -> frames.Welcome:
        """Return the welcome. Blocks.

        Whoever pushes entries must have attached the connection before: what is committed later than the heads read
        here reaches it only that way.
        """
        # Whatever ended the session between the handshake and the attaching was told to nobody here.
        self._read_user()
        return self.greet()

    def greet(self) -> frames.Welcome:
        """Return the welcome of a connection that is not attached yet. Blocks."""
        welcome = transactions.read(self._welcome)
        self.state.cursor = welcome.time
        self.show_presence()
        for user, online in self.watch().items():
            if online:
                self.connection.send(frames.presence(user, online=True))
        return welcome

    def received(self, text: str) -> None:
        """Answer one frame, whatever it says. Blocks. For transports that need not parse elsewhere than they work."""
        try:
            command = parse(text)
        except Rejected as rejected:
            self.refuse(rejected)
        else:
            self.perform(command)

    def refuse(self, rejected: Rejected) -> None:
        """Answer a frame that is no command: with an error, or by closing when it is not even an object."""
        if rejected.close_code is not None:
            self.connection.close(rejected.close_code)
        else:
            self.connection.send(error_frame(rejected.error, ref=rejected.ref))

    def enter(self, room: str) -> None:
        """Join the room that the handshake names; a refusal is one `error` frame. Blocks."""
        self.attempt(lambda: self._enter(room), conversation=room)

    def perform(self, command: "Command") -> None:
        """Carry out a command and answer it. Blocks."""
        self.attempt(lambda: self._perform(command), ref=command.ref, conversation=command.place(self.state))

    def closed(self) -> None:
        """Take note that the user's last connection to this process has ended. Blocks."""
        presence().left(self.state.user)

    def lost(self) -> None:
        """Take note that the connection is gone: a call in which it takes part waits for its user. Blocks."""
        if self.state.call is not None:
            settling.lose(self.user_id, UUID(self.state.call), self.state.connection)

    def show_presence(self) -> None:
        """Keep the user online, at most once every 20 s."""
        now = time.time()
        if now >= self.state.present_until:
            self.state.present_until = now + PRESENCE_REFRESH
            presence().seen(self.state.user)

    def refresh_user(self) -> None:
        """Read the user anew if something of theirs changed. Blocks.

        Raises `Unauthenticated` or `Banned`, and closes, when the session is over: nothing more is done in its name.
        """
        if not self.state.stale:
            return
        try:
            self._read_user()
        except Unauthenticated:
            self.connection.close(frames.CloseCode.SIGNED_OUT)
            raise
        except Banned:
            self.connection.close(frames.CloseCode.BANNED)
            raise
        self.state.stale = False

    def _read_user(self) -> None:
        found = transactions.read(lambda: identity.identify_session(UUID(self.state.session)))
        if found is None:
            raise Unauthenticated
        self.user = found.user

    def watch(self, asked: list[str] | None = None) -> Mapping[str, bool]:
        """Watch the users `asked` for (None: those asked for before) and the direct peers. Blocks.

        Return who of them is online, which the caller has to tell. Blocks either way hide: they are not among them.
        """
        if asked is not None:
            self.state.watched = asked
        visible = self._visible()
        online = presence().online(visible)
        told = {user: user in online for user in visible}
        self.connection.watch(visible, told)
        return told

    def watch_again(self) -> None:
        """Follow a change of the user, blocks or direct conversations: who is hidden now goes offline. Blocks."""
        try:
            self.refresh_user()
        except (Unauthenticated, Banned):
            # The closing is noted, and says why.
            return
        before = set(self.state.shown)
        visible = self._visible()
        for user in before - visible:
            self.connection.send(frames.presence(user, online=False))
        self.connection.watch(visible, {})

    def _visible(self) -> set[str]:
        watched = set(self.state.watched) | {str(peer) for peer in conversations.direct_peers(self.user_id)}
        visible = watched - {str(user) for user in accounts.blocked_either_way(self.user_id)}
        self.state.shown = sorted(visible)
        return visible

    def _welcome(self) -> frames.Welcome:
        # First, so that the first `pong` tells of whatever moves from here on.
        epoch, time_now = installation.epoch_and_time()
        most = settings.LIMITS["welcome_conversations"]
        heads = conversations.welcome_heads(self.user_id, most + 1)
        return frames.Welcome(
            connection=self.state.connection,
            epoch=epoch,
            user=self.state.user,
            user_version=self.user.version,
            time=time_now,
            heartbeat=self.connection.heartbeat,
            max_age=self.connection.max_age,
            limits=frames.Limits(**{name: settings.LIMITS[name] for name in frames.Limits.__struct_fields__}),
            conversations=heads[:most],
            more_conversations=len(heads) > most,
            calls=live_calls(self.user_id, UUID(self.state.session)),
        )

    def _enter(self, room: str) -> None:
        self.connection.count(JoinRoom.rule, self.state.user)
        enter(self, room)

    def _perform(self, command: "Command") -> None:
        self.admit(command)
        command.perform(self)

    def admit(self, command: "Command") -> None:
        """Let a command pass that may be carried out now. Blocks. Raises `Unauthenticated`, `Banned`, `RateLimited`."""
        self.refresh_user()
        self.show_presence()
        self.connection.count(command.rule, self.state.user)

    def attempt(
        self, work: Callable[[], None], *, ref: str | UnsetType = UNSET, conversation: str | None = None
    ) -> None:
        """Do `work`, and answer the command `ref` with `error` when that fails, whatever it raises."""
        error: ParleyError
        try:
            work()
        except ParleyError as raised:
            error = raised
        except Exception:
            # One frame's failure is the server's fault: its connection and the frames after it go on.
            logger.exception("a command failed")
            error = Unavailable()
        else:
            return
        self.connection.send(error_frame(error, ref=ref, conversation=conversation))


def error_frame(
    error: ParleyError, *, ref: str | UnsetType = UNSET, conversation: str | None = None
) -> frames.Error:
    """Return `error` as the frame that answers the command `ref`."""
    return frames.Error(
        ref=ref,
        code=error.code,
        detail=error.detail,
        retryable=error.code in RETRYABLE,
        retry_after=UNSET if error.retry_after is None else error.retry_after,
        conversation=conversation or UNSET,
    )
