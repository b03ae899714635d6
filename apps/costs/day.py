"""A month of people: how often each operation happens, and how many connections hear of it (apps/costs/day.toml)."""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Self

from .media import Media, Traffic
from .operations import Counts, Operations, summed

FILE = Path(__file__).with_name("day.toml")
HOURS_PER_MONTH = 730
CHUNK = 100
"""Connections that one invocation posts to; more are split into chunks of so many, each an SQS message."""


class Audience(NamedTuple):
    """Connections that are told, and people who have none."""

    connections: float
    absent: float

    def others(self, devices: float) -> Self:
        """Return it without whoever acts."""
        return self._replace(connections=self.connections - devices)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who uses an installation, and how much; numbers are averages over the people of a day."""

    users: int
    messages: float
    """Written by each of them in a day."""
    hours: float
    """With a connection, in a day."""
    days: float
    """In a month."""
    online: float
    """The share of a conversation's members who are connected when something happens in it, and of all at the peak."""
    devices: float
    """Connections of each person who is connected."""
    media: Media = field(default_factory=Media)

    @property
    def person_days(self) -> float:
        """Return the days of all people of a month."""
        return self.users * self.days

    @property
    def connected_hours(self) -> float:
        """Return the hours of all connections of a month."""
        return self.users * self.devices * self.hours * self.days

    @property
    def messages_per_month(self) -> float:
        return self.person_days * self.messages

    def told(self, members: float) -> Audience:
        """Return whoever acts and the other members."""
        others = min(members, self.users) - 1
        return Audience(self.devices * (1 + others * self.online), others * (1 - self.online))

    def alone(self) -> Audience:
        """Return whoever acts."""
        return Audience(self.devices, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """The share of all that is written which is written where so many are members."""

    share: float
    members: int


@dataclass(frozen=True, slots=True)
class Told:
    """Which operations are told to whom: see apps/costs/day.toml."""

    everybody: Sequence[str]
    receipts: Sequence[str]
    receipt_members: int
    typing: Sequence[str]
    typing_members: int
    watchers: Sequence[str]
    watching: int


@dataclass(frozen=True, slots=True)
class Day:
    """How often things happen for each message, hour online, day, hour of the month, call and its minutes, file, and
    other member to whom one is shown or who opens it.
    """

    per_message: Mapping[str, float]
    per_hour_online: Mapping[str, float]
    per_day: Mapping[str, float]
    per_hour: Mapping[str, float]
    per_call: Mapping[str, float]
    per_call_minute: Mapping[str, float]
    per_file: Mapping[str, float]
    per_file_shown: Mapping[str, float]
    per_file_opened: Mapping[str, float]
    places: Sequence[Place]
    told: Told

    def month(self, people: People, operations: Operations) -> Counts:
        """Return all that happens in a month. Raises `KeyError` for an operation that was not counted."""
        return summed(
            Counts().plus(self._one(name, people, operations), times)
            for name, times in self._times(people)
            if times
        )

    def traffic(self, people: People) -> Traffic:
        """Return the bytes of a month's calls and files."""
        return people.media.traffic(people.person_days, self._others(people))

    def _others(self, people: People) -> float:
        """Return how many others may read what somebody writes, on average."""
        return sum(place.share * (min(place.members, people.users) - 1) for place in self.places)

    def _times(self, people: People) -> Iterator[tuple[str, float]]:
        media = people.media
        calls, files = people.person_days * media.calls, people.person_days * media.files
        shown = files * self._others(people)
        for often, times in (
            (self.per_message, people.messages_per_month),
            (self.per_hour_online, people.connected_hours),
            (self.per_day, people.person_days * people.devices),
            (self.per_hour, HOURS_PER_MONTH),
            (self.per_call, calls),
            (self.per_call_minute, calls * media.call_minutes),
            (self.per_file, files),
            (self.per_file_shown, shown),
            (self.per_file_opened, shown * media.opened),
        ):
            for name, each in often.items():
                yield name, each * times

    def _one(self, name: str, people: People, operations: Operations) -> Counts:
        """Return what one operation takes, on average over all places."""
        return summed(
            Counts()
            .plus(operations[name].told(*audience), share)
            .plus(operations["chunk"].fixed, share * _chunks(audience.connections))
            for share, audience in self._audiences(name, people)
        )

    def _audiences(self, name: str, people: People) -> list[tuple[float, Audience]]:
        """Return who is told of an operation, by shares of all times that it happens."""
        told = self.told
        if name in told.watchers:
            return [(1.0, people.told(told.watching + 1).others(people.devices))]
        if name in (*told.everybody, *told.receipts, *told.typing):
            return [(place.share, self._audience(name, place, people)) for place in self.places]
        return [(1.0, Audience(0, 0))]

    def _audience(self, name: str, place: Place, people: People) -> Audience:
        members, told = min(place.members, people.users), self.told
        if name in told.receipts and members > told.receipt_members:
            return people.alone()
        if name in told.typing:
            return people.told(members if members <= told.typing_members else 1).others(people.devices)
        return people.told(members)


def _chunks(connections: float) -> int:
    return math.ceil(connections / CHUNK) if connections > CHUNK else 0


def read(path: Path = FILE) -> Day:
    """Return the day of a file; raise `KeyError` or `TypeError` where a name is missing or unknown."""
    parsed = tomllib.loads(path.read_text("utf-8"))
    return Day(
        **{name: often for name, often in parsed.items() if name.startswith("per_")},
        places=[Place(**place) for place in parsed["places"]],
        told=Told(**parsed["told"]),
    )
