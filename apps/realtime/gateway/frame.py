"""One frame of a connection behind API Gateway, from the command to what is kept after it.

Nothing can be posted to a connection before its handshake is answered: the welcome goes out with the answer to the
first frame, and only then is the connection attached, so that nothing overtakes the welcome.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from apps.calls.frames import CallFrame
from apps.calls.selectors import live_calls
from apps.conversations.selectors import conversations, log
from apps.core import limits, strictjson, transactions
from apps.core.aws.client import AwsError
from apps.core.errors import Banned, ParleyError, RateLimited, Unauthenticated
from apps.fanout.events import PresenceHint
from apps.fanout.gateway import registry
from apps.fanout.gateway.mail import Mail
from apps.fanout.presence import presence
from apps.fanout.publish import publish
from apps.realtime import frames, news
from apps.realtime.commands.base import Command
from apps.realtime.commands.sync import LOOK_BACK
from apps.realtime.frames import CloseCode
from apps.realtime.parsing import Rejected
from apps.realtime.session import RealtimeSession

from . import keeping
from .connection import FrameConnection
from .keeping import Kept

if TYPE_CHECKING:
    from apps.accounts.models import User

logger = logging.getLogger(__name__)


class Frame:
    def __init__(self, kept: Kept, user: "User", mail: Mail) -> None:
        self._kept = kept
        self._mail = mail
        self._before = msgspec.structs.replace(kept.state)
        self._connection = FrameConnection(kept.connection.id)
        self._session = RealtimeSession(user, kept.state, self._connection)

    def answer(self, asked: Command | Rejected) -> None:
        """Carry the command out. Its answers are in the mail then, and what must not be forgotten is kept."""
        try:
            welcome = self._welcome()
        except (ParleyError, AwsError) as error:
            logger.warning("connection %s was not welcomed: %r", self._kept.connection.id, error)
            self._end(CloseCode.RESTARTING)
            return
        self._perform(asked)
        self._mail.answer(self._kept.connection, self._connection.answers)
        if welcome is not None:
            self._attach(welcome)
        self._keep(welcomed=welcome is not None)
        if (code := self._close_code()) is not None:
            self._end(code)

    def _end(self, code: int) -> None:
        self._mail.end(self._kept.connection, strictjson.encode(frames.goodbye(code)))

    def _welcome(self) -> frames.Welcome | None:
        """Return the welcome, if it is this frame that brings it about; it comes before all answers."""
        if self._kept.welcomed:
            return None
        if self._kept.room is not None:
            self._session.enter(self._kept.room)
        welcome = self._session.greet()
        self._connection.answers.insert(0, strictjson.encode(welcome))
        return welcome

    def _perform(self, asked: Command | Rejected) -> None:
        if isinstance(asked, Rejected):
            self._session.refuse(asked)
        else:
            self._session.perform(asked)

    def _attach(self, welcome: frames.Welcome) -> None:
        """Post the welcome, have the connection hear what comes from now on, and tell it what came in between."""
        self._mail.send()
        if registry.attach(self._kept.connection) == 1:
            publish(PresenceHint(user=self._kept.state.user))
        # What ended the session before this was told to nobody here. The closing is noted, and says why.
        self._session.state.stale = True
        with suppress(Unauthenticated, Banned):
            self._session.refresh_user()
        missed = [*transactions.read(lambda: list(self._missed(welcome))), *self._missed_presence()]
        self._mail.answer(self._kept.connection, [strictjson.encode(frame) for frame in missed])

    def _missed(self, welcome: frames.Welcome) -> Iterator[msgspec.Struct]:
        user, told = self._session.user_id, {known.id: known.head for known in welcome.conversations}
        yield from self._missed_calls(welcome)
        for conversation, moved in conversations.moved_for(user, welcome.time - LOOK_BACK).items():
            if conversation in told and moved.head > told[conversation]:
                yield from log.resume(user, welcome.epoch, conversation, told[conversation]).events
            elif conversation not in told and not welcome.more_conversations:
                yield from news.added(user, conversation)

    def _missed_calls(self, welcome: frames.Welcome) -> Iterator[CallFrame]:
        # Every change of a call moves the version of those whom it concerns.
        if self._session.user.version == welcome.user_version:
            return
        told = {call.id: call.version for call in welcome.calls}
        for call in live_calls(self._session.user_id, UUID(self._kept.state.session), and_of=told):
            if told.get(call.id) != call.version:
                yield CallFrame(call=call)

    def _missed_presence(self) -> Iterator[frames.Presence]:
        online = presence().online(self._connection.told)
        for user, was_online in self._connection.told.items():
            if (user in online) != was_online:
                yield frames.presence(user, online=not was_online)

    def _keep(self, *, welcomed: bool) -> None:
        if self._connection.visible is not None:
            self._follow(set(self._kept.state.watched) & set(self._connection.visible))
        if not keeping.keep(self._kept, self._before, welcomed=welcomed):
            # Its leaving was noted before: what this frame has noted since is taken back.
            keeping.forget(self._kept)

    def _follow(self, shown: set[str]) -> None:
        """Have the connection told of those whom it watches and may see; of the direct peers it is told anyway."""
        state, before = self._kept.state, set(self._before.shown)
        registry.watch(self._kept.connection, begin=shown - before, end=before - shown)
        state.shown = sorted(shown)

    def _close_code(self) -> int | None:
        if self._connection.close_code is not None:
            return self._connection.close_code
        if self._connection.refused and self._is_flooding():
            return CloseCode.FLOODING
        if time.time() > self._kept.connection.began + frames.GATEWAY_MAX_AGE:
            return CloseCode.MAX_AGE
        return None

    def _is_flooding(self) -> bool:
        """Count a frame that was refused: the others are counted by what they ask for."""
        try:
            limits.count("frame", self._kept.connection.id)
        except RateLimited:
            return True
        return False
