"""The hub: the one place of a server process through which everything reaches its sockets."""

import asyncio
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from weakref import WeakKeyDictionary

from apps.core.threads import run_in_pool
from apps.fanout.directory import Directory
from apps.fanout.events import (
    DeviceFrame,
    Entry,
    Event,
    Frame,
    MembersChanged,
    PresenceHint,
    SessionsEnded,
    UsersChanged,
)
from apps.fanout.layer import Layer
from apps.fanout.links import PROBE_SECONDS, Downlink, Uplink
from apps.fanout.outlet import Drain, outlet
from apps.fanout.payload import Payload
from apps.fanout.presence import presence
from apps.fanout.refresh import Refresh
from apps.fanout.repair import ENDED_SECONDS, MOVED_SECONDS, Repair
from apps.fanout.source import Head, Source, registered
from apps.fanout.subscriber import Subscriber
from apps.fanout.tasks import Outage, Tasks
from apps.fanout.watching import CHECK_SECONDS, Watching


class Hub:
    """Everything in it runs on the event loop that started it; only questions to the record and the cache leave it."""

    def __init__(self, source: Source) -> None:
        self._tasks = Tasks()
        record, line = Outage("the record"), Outage("the channel layer")
        self._directory = Directory(source, self._tasks, record)
        self._refresh = Refresh(self._directory, source, self._tasks, record)
        self._repair = Repair(self._directory, self._refresh, source, self._end_sessions, record)
        self._watching = Watching(self._tasks)
        layer, origin = Layer(), uuid.uuid4().hex
        self._uplink = Uplink(layer, origin, self._tasks, line)
        self._downlink = Downlink(layer, origin, self.deliver, line)

    def start(self) -> None:
        """Begin to receive, to repair, and to take what this process publishes."""
        self._tasks.spawn(self._receive())
        self._tasks.every(PROBE_SECONDS, self._uplink.probe)
        self._tasks.every(MOVED_SECONDS, self._repair.look_for_moved)
        self._tasks.every(ENDED_SECONDS, self._repair.look_for_ended)
        self._tasks.every(CHECK_SECONDS, self._watching.check)

    async def stop(self) -> None:
        """End all of that; sockets are their owners' to close."""
        _hubs.pop(asyncio.get_running_loop(), None)
        self._downlink.end()
        await self._tasks.end()
        await self._downlink.close()

    async def attach(self, subscriber: Subscriber) -> dict[str, int]:
        """Return the conversations of the socket's user, each with its `visible_from`, all of them being followed.

        Read heads only afterwards, and hand them to `saw_heads`. When the record is away this raises what it raised,
        and nothing is attached.
        """
        self._directory.enter(subscriber)
        attached = False
        try:
            memberships = await self._refresh.newcomer(subscriber)
            attached = True
        finally:
            if not attached:
                self.detach(subscriber)
        return memberships

    def detach(self, subscriber: Subscriber) -> None:
        """Forget the socket and send it nothing more; also for one that was never attached."""
        subscriber.close()
        self._watching.forget(subscriber)
        self._directory.leave(subscriber)

    def without_heads(self, conversations: Iterable[str]) -> list[str]:
        """Return those of `conversations` that are followed here and whose heads nobody has seen."""
        feeds = self._directory.feeds
        return [name for name in conversations if name in feeds and feeds[name].last is None]

    def saw_heads(self, heads: Mapping[str, Head]) -> None:
        """Note heads that were read after an `attach` returned: entries above them are delivered."""
        for conversation, head in heads.items():
            if (feed := self._directory.feeds.get(conversation)) is not None:
                feed.saw_head(head)

    def watch(self, subscriber: Subscriber, users: Collection[str]) -> None:
        """Tell the socket's listener when one of `users`, and of nobody else, comes or goes."""
        self._watching.watch(subscriber, users)

    def told(self, subscriber: Subscriber, online: Mapping[str, bool]) -> None:
        """Note what the caller has told the socket of those it watches."""
        self._watching.told(subscriber, online)

    def sockets_of(self, user: str) -> int:
        """Return how many sockets the user has in this process."""
        person = self._directory.people.get(user)
        return len(person.subscribers) if person else 0

    def deliver(self, event: Event) -> None:
        """Hand an event to those sockets of this process that it concerns."""
        match event:
            case Entry() if feed := self._directory.feeds.get(event.conversation):
                feed.saw_entry(event)
            case MembersChanged() if feed := self._directory.feeds.get(event.conversation):
                feed.saw_members_changed(event.members_version, event.user)
            case Frame():
                self._deliver_frame(event)
            case DeviceFrame() if person := self._directory.people.get(event.user):
                person.push_to_device(event.session, Payload(event.payload), Payload(event.elsewhere))
            case UsersChanged():
                self._refresh.changed(event.users)
            case SessionsEnded():
                self._end_sessions(dict.fromkeys(event.sessions, event.code))
            case PresenceHint():
                self._notice(event.user)

    def _deliver_frame(self, frame: Frame) -> None:
        kind, _, name = frame.topic.partition(".")
        if kind == "conversation" and (feed := self._directory.feeds.get(name)) is not None:
            feed.deliver_frame(frame)
        elif kind == "user" and (person := self._directory.people.get(name)) is not None:
            person.push(Payload(frame.payload))
        elif kind == "session":
            payload = Payload(frame.payload)
            for subscriber in self._directory.of_session(name):
                subscriber.push(payload)

    def _end_sessions(self, ended: Mapping[str, int]) -> None:
        for session in ended.keys() & self._directory.sessions():
            for subscriber in self._directory.of_session(session):
                subscriber.listener.must_close(ended[session])

    def _notice(self, user: str) -> None:
        self._watching.hint(user)
        if user in self._directory.people:
            # Another process may have seen the last of its own sockets of this user, and said that nobody is here.
            self._tasks.spawn(run_in_pool(presence().keep, [user]))

    async def _receive(self) -> None:
        loop = asyncio.get_running_loop()
        drain = Drain(loop, self._take)
        outlet().open(drain)
        try:
            await self._downlink.run()
        finally:
            outlet().close(drain)

    def _take(self, events: Sequence[Event]) -> None:
        loop = asyncio.get_running_loop()
        for event in events:
            # At once, whatever becomes of the channel layer, and each in a turn of its own.
            loop.call_soon(self.deliver, event)
        self._uplink.offer(events)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def local_hub() -> Hub:
    """Return the hub of the running event loop, started when it is first asked for."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        hub = _hubs[loop] = Hub(registered())
        hub.start()
    return hub
