"""Who is told what: from an event to the mail of those whom it concerns."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.conf import settings

from apps.accounts import selectors as accounts
from apps.conversations.selectors import conversations, fanout_source
from apps.core import strictjson, transactions
from apps.fanout.events import DeviceFrame, Entry, Event, Frame, PresenceHint, SessionsEnded, UsersChanged
from apps.fanout.gateway import registry
from apps.fanout.gateway.mail import Mail
from apps.fanout.gateway.registry import Connection
from apps.fanout.presence import presence
from apps.realtime import frames, news


def address(event: Event, mail: Mail) -> None:
    """Put into the mail what an event tells. Entries come from the outbox, which forgets none."""
    match event:
        case UsersChanged():
            _users_changed(event, mail)
        case SessionsEnded():
            end_sessions(dict.fromkeys(event.sessions, event.code), event.users, mail)
        case PresenceHint():
            _presence(event.user, mail)
        case Frame():
            mail.add(_hearing(event), event.payload)
        case DeviceFrame():
            _to_device(event, mail)


def address_entries(entries: Sequence[Entry], mail: Mail) -> None:
    """Put entries into the mail of the members, as far as each may see them."""
    places = {UUID(entry.conversation) for entry in entries}
    members = transactions.read(lambda: fanout_source.members(places))
    everybody = {user for visible in members.values() for user in visible}
    connections = registry.of_users(everybody)
    for entry in sorted(entries, key=lambda entry: entry.seq):
        visible = members.get(entry.conversation, {})
        for connection in connections:
            if (start := visible.get(connection.user)) is not None and start <= entry.seq:
                mail.add([connection], _text(entry, start))


def end_sessions(codes: Mapping[str, int], users: Collection[str], mail: Mail) -> None:
    """Have the connections of these device sessions, which are these users', told goodbye and closed."""
    for connection in registry.of_users(users):
        if connection.session in codes:
            mail.end(connection, strictjson.encode(frames.goodbye(codes[connection.session])))


def _text(entry: Entry, visible_from: int) -> bytes:
    # Who may see the entry but not what it quotes gets it without the quotation.
    return entry.payload_unquoted if 0 < entry.quotes_seq < visible_from else entry.payload


def _hearing(frame: Frame) -> list[Connection]:
    kind, _, name = frame.topic.partition(".")
    if kind == "user":
        return registry.of_users([name])
    most = settings.LIMITS["posted_typing_members"]
    members = transactions.read(lambda: fanout_source.members([UUID(name)], most=most + 1))[name]
    if len(members) > most:
        return []
    return registry.of_users(members.keys() - set(frame.hidden_from))


def _to_device(event: DeviceFrame, mail: Mail) -> None:
    for connection in registry.of_users([event.user]):
        if connection.session == event.session:
            mail.add([connection], event.payload)
        elif event.elsewhere:
            mail.add([connection], event.elsewhere)


def _users_changed(event: UsersChanged, mail: Mail) -> None:
    connections = registry.of_users(event.users)
    for conversation in event.removed:
        mail.add(connections, strictjson.encode(frames.ConversationRemoved(conversation=conversation)))
    by_user: dict[str, list[Connection]] = {}
    for connection in connections:
        by_user.setdefault(connection.user, []).append(connection)
    for user, own in by_user.items():
        for conversation in event.added:
            told = news.added(UUID(user), conversation)
            mail.add(own, *(strictjson.encode(frame) for frame in told))
        if not event.added and not event.removed:
            _hide(user, own, mail)


def _hide(user: str, connections: list[Connection], mail: Mail) -> None:
    """Say that those are offline whom a block hides: that may be what has changed."""
    hidden = transactions.read(partial(accounts.blocked_either_way, UUID(user)))
    mail.add(connections, *(strictjson.encode(frames.presence(str(other), online=False)) for other in hidden))


def _presence(user: str, mail: Mail) -> None:
    """Tell the direct peers, and whoever else watches, whether a user is here."""
    hidden, peers = transactions.read(
        lambda: (accounts.blocked_either_way(UUID(user)), conversations.direct_peers(UUID(user)))
    )
    blocked = {str(other) for other in hidden}
    told = {*registry.of_users({str(peer) for peer in peers} - blocked), *registry.watchers(user)}
    frame = strictjson.encode(frames.presence(user, online=bool(presence().online([user]))))
    mail.add((connection for connection in told if connection.user not in blocked), frame)
