"""One accepted WebSocket on an event loop: between the hub that pushes, the session that answers and the transport."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from django.conf import settings

from apps.core import limits
from apps.core.errors import ParleyError, RateLimited
from apps.core.threads import run_in_pool
from apps.fanout.hub import local_hub
from apps.fanout.payload import Payload
from apps.fanout.subscriber import Subscriber, Transport

from . import frames, news
from .chats import say
from .commands import Chat, Command
from .flood import FrameWindow
from .frames import CloseCode
from .parsing import Rejected, parse
from .session import RealtimeSession, SessionState
from .source import RecordSource

if TYPE_CHECKING:
    from apps.accounts.identity import Identity

logger = logging.getLogger(__name__)

CLOSE_PATIENCE = 2.0
"""Seconds that a goodbye may wait for a full transport before the socket is dropped without it."""


class Wire(Protocol):
    """The transport of one socket."""

    async def write(self, text: str) -> None:
        """Send one text frame; wait while the transport is full."""

    async def close(self, code: int) -> None:
        """Send the close frame."""

    def drop(self) -> None:
        """End the connection although its transport takes nothing more."""


class SocketConnection:
    """What `session.Connection`, `subscriber.Listener` and `open_sockets.OpenSocket` ask of a socket.

    What the session asks for on its thread is noted, and carried out on the loop once its work is done.
    """

    heartbeat = frames.HEARTBEAT
    max_age: int | None = None

    def __init__(
        self, connection: str, identity: "Identity", wire: Wire, transport: Transport | None = None
    ) -> None:
        self._wire = wire
        state = SessionState(
            connection=connection, user=str(identity.user.id), session=str(identity.session.id)
        )
        self.session = RealtimeSession(identity.user, state, self)
        self.subscriber = Subscriber(state.user, state.session, self._write, self, transport)
        self.heard_at = 0.0
        self.ended_with: int | None = None
        self._hub = local_hub()
        self._answers: list[str] = []
        self._watch: tuple[Collection[str], Mapping[str, bool]] | None = None
        self._close_asked: int | None = None
        self._goodbye: str | None = None
        self._accepted = False
        self._gone = False
        self._turn = asyncio.Lock()
        self._news_turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._window = FrameWindow()

    # What the session asks for, on its thread.

    def send(self, frame: msgspec.Struct) -> None:
        self._answers.append(frames.encode(frame))

    def close(self, code: int) -> None:
        self._close_asked = code

    def count(self, rule: str, user: str) -> None:
        limits.count(rule, user)

    def watch(self, users: Collection[str], told: Mapping[str, bool]) -> None:
        self._watch = users, told

    # What the consumer asks for.

    async def prepare(self, room: str | None) -> str:
        """Attach to the hub, then read the welcome: nothing can fall between. Return the welcome's text.

        Raises what refuses the handshake.
        """
        self.subscriber.hold()
        if room is not None:
            await run_in_pool(self.session.enter, room, key=room)
        if self._hub.sockets_of(self.subscriber.user) >= settings.LIMITS["sockets"]:
            raise RateLimited("This account has too many open sockets.", retry_after=1)
        visible = await self._hub.attach(self.subscriber)
        await self._see_heads(visible)
        welcome = await run_in_pool(self.session.opened)
        return frames.encode(welcome)

    async def begin(self, welcome: str) -> None:
        """Send the welcome, and what had to wait for it."""
        self.heard_at = asyncio.get_running_loop().time()
        for text in (welcome, *self._taken_answers()):
            await self._write_past_the_queue(text)
        self.subscriber.release()
        self._carry_out()
        self._accepted = True
        if self.ended_with is not None:
            self._say_goodbye(self.ended_with)

    async def received(self, text: str | None) -> None:
        """Answer one frame; None stands for a binary one."""
        if self.ended_with is not None:
            return
        self.heard_at = asyncio.get_running_loop().time()
        if self._window.exceeded(self.heard_at):
            self.end(CloseCode.FLOODING)
        elif text is None:
            self.end(CloseCode.NOT_AN_OBJECT)
        else:
            async with self._turn:
                await self._answer(text)

    async def detach(self, *, draining: bool) -> None:
        """Forget the socket, whose client is gone."""
        self._gone = True
        self._hub.detach(self.subscriber)
        for task in self._tasks:
            task.cancel()
        if not draining and self.session.state.call is not None:
            await run_in_pool(self.session.lost)
        # After a restart most are back within seconds, elsewhere: presence then ends by its key's expiry only.
        if self._accepted and not draining and not self._hub.sockets_of(self.subscriber.user):
            await run_in_pool(self.session.closed)

    # What the process asks for.

    def end(self, code: int) -> None:
        if self.ended_with is not None:
            return
        self.ended_with = code
        if self._accepted:
            self._say_goodbye(code)

    async def finish(self, code: int) -> None:
        async with self._turn:
            self.end(code)

    # What the hub tells.

    def memberships_changed(self, added: list[str], removed: list[str]) -> None:
        self._spawn(partial(self._tell_memberships, added, removed))

    def presence_changed(self, user: str, online: bool) -> None:  # noqa: FBT001 (the listener's signature)
        self._push(frames.presence(user, online=online))

    def user_changed(self) -> None:
        self.session.state.stale = True
        self._spawn(self._watch_again)

    def must_close(self, code: int) -> None:
        self.end(code)

    # Inside.

    async def _answer(self, text: str) -> None:
        try:
            command = parse(text)
        except Rejected as rejected:
            self.session.refuse(rejected)
        else:
            await self._perform(command)
        self._carry_out()

    async def _perform(self, command: Command) -> None:
        if isinstance(command, Chat):
            await say(self.session, command)
        else:
            await run_in_pool(self.session.perform, command, key=command.place(self.session.state))

    def _carry_out(self) -> None:
        if self._watch is not None:
            (users, told), self._watch = self._watch, None
            self._hub.watch(self.subscriber, users)
            self._hub.told(self.subscriber, told)
        for answer in self._taken_answers():
            self.subscriber.push(Payload(answer))
        if self._close_asked is not None:
            self.end(self._close_asked)

    def _taken_answers(self) -> list[str]:
        answers, self._answers = self._answers, []
        return answers

    async def _tell_memberships(self, added: list[str], removed: list[str]) -> None:
        # In the order in which they came about: who is removed and comes back must not end up removed.
        async with self._news_turn:
            for conversation in removed:
                self._push(frames.ConversationRemoved(conversation=conversation))
            await self._see_heads(added)
            for conversation in added:
                for frame in await run_in_pool(news.added, self.session.user_id, conversation):
                    self._push(frame)

    async def _see_heads(self, conversations: Iterable[str]) -> None:
        if unseen := self._hub.without_heads(conversations):
            self._hub.saw_heads(await run_in_pool(RecordSource().heads, unseen))

    async def _watch_again(self) -> None:
        async with self._turn:
            await run_in_pool(self.session.watch_again)
            self._carry_out()

    def _say_goodbye(self, code: int) -> None:
        self._goodbye = frames.encode(frames.goodbye(code))
        if code == CloseCode.TOO_SLOW:
            # Its queue is full and closed already: the goodbye goes past it.
            self._spawn(partial(self._write_past_the_queue, self._goodbye))
        else:
            self.subscriber.push_last(Payload(self._goodbye))
        asyncio.get_running_loop().call_later(CLOSE_PATIENCE, self._drop_if_open)

    async def _write_past_the_queue(self, text: str) -> None:
        try:
            await self._write(text)
        except (OSError, RuntimeError) as error:
            logger.debug("the client left before it heard all: %r", error)

    async def _write(self, text: str) -> None:
        if self._gone:
            return
        await self._wire.write(text)
        if text is self._goodbye:
            self._gone = True
            await self._wire.close(self.ended_with or CloseCode.RESTARTING)

    def _drop_if_open(self) -> None:
        if not self._gone:
            self._gone = True
            self._wire.drop()

    def _push(self, frame: msgspec.Struct) -> None:
        self.subscriber.push(Payload(frames.encode(frame)))

    def _spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except ParleyError as error:
            # The next heartbeat's `pong` and the hub's repair tell again what was missed here.
            logger.warning("could not tell user %s what changed: %s", self.subscriber.user, error)
