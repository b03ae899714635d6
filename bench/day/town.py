"""The people of bench/day/mix.toml and their conversations, a district at a time, written in bulk."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import uuid4

from apps.accounts.models import DeviceSession, User
from apps.accounts.services.tokens import issue_access
from apps.conversations.models import Conversation, ConversationKind, History, Membership, Role
from bench.seed import fill

from .mix import Town

AT_ONCE = 2_000
"""Rows of one INSERT."""
SPREAD = 7
"""How many people lie between two members of a group: no two groups share all of them."""


@dataclass(frozen=True)
class Resident:
    """Somebody signed in on one device, with the ids of their conversations by kind."""

    id: str
    access: str
    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def settle(town: Town) -> list[Resident]:
    """Make one district: its people, all of them online later, talk among themselves."""
    tag = uuid4().hex[:8]
    users = [User(username=f"p-{tag}-{number}") for number in range(town.district)]
    User.objects.bulk_create(users, AT_ONCE)
    devices = [DeviceSession(user=user, name="bench") for user in users]
    DeviceSession.objects.bulk_create(devices, AT_ONCE)
    _converse(ConversationKind.ROOM, [users] * town.rooms, town.room_history)
    _converse(ConversationKind.GROUP, list(_groups(users, town)), town.group_history)
    _converse(ConversationKind.DIRECT, list(_pairs(users, town)), town.direct_history)
    return _residents(devices)


def _groups(users: Sequence[User], town: Town) -> Iterator[list[User]]:
    size = town.group_members
    for turn in range(town.groups):
        # Neighbours of another kind each time: the order strides through the district.
        stride = SPREAD**turn
        mixed = [users[number * stride % len(users)] for number in range(len(users))]
        yield from (mixed[first : first + size] for first in range(0, len(mixed), size))


def _pairs(users: Sequence[User], town: Town) -> Iterator[list[User]]:
    """Pair everybody with those who follow in a ring; as many precede."""
    for number, user in enumerate(users):
        ring = (users[(number + ahead) % len(users)] for ahead in range(1, len(users)))
        for other in islice(ring, town.directs // 2):
            yield [user, other]


def _converse(kind: ConversationKind, circles: list[list[User]], history: int) -> None:
    made = [_conversation(kind, members) for members in circles]
    Conversation.objects.bulk_create(made, AT_ONCE)
    Membership.objects.bulk_create(
        (
            Membership(
                conversation=conversation, user=user, role=Role.MEMBER, visible_from=1, read_seq=history
            )
            for conversation, members in zip(made, circles, strict=True)
            for user in members
        ),
        AT_ONCE,
    )
    fill([str(conversation.id) for conversation in made], history)


def _conversation(kind: ConversationKind, members: list[User]) -> Conversation:
    direct = kind == ConversationKind.DIRECT
    return Conversation(
        kind=kind,
        title="" if direct else "bench",
        slug=f"r-{uuid4().hex[:16]}" if kind == ConversationKind.ROOM else None,
        history=History.SHARED,
        direct_key=":".join(sorted(str(user.id) for user in members)) if direct else None,
        creator=members[0],
        members_version=1,
        members_count=len(members),
    )


def _residents(devices: list[DeviceSession]) -> list[Resident]:
    found = {device.user_id: Resident(str(device.user_id), issue_access(device)) for device in devices}
    rows = Membership.objects.filter(user__in=found).values_list(
        "user_id", "conversation__kind", "conversation_id"
    )
    for user, kind, conversation in rows:
        found[user].places[kind].append(str(conversation))
    return list(found.values())
