"""What every command has."""

from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from apps.core.errors import NoCurrentRoom

if TYPE_CHECKING:
    from apps.realtime.session import RealtimeSession, SessionState

Ref = Annotated[str, msgspec.Meta(max_length=64)]
Seq = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""A place in a log, or before it: what the record's integers hold."""


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """A client's frame. `rule` is the rate limit that it counts against, by account."""

    rule: ClassVar[str]

    ref: Ref | UnsetType = UNSET

    def perform(self, session: "RealtimeSession") -> None:
        """Do what is asked, through the services, and answer over the session's connection."""
        raise NotImplementedError

    def place(self, state: "SessionState") -> str | None:
        """Return the conversation concerned, by id or name: commands in one place wait for each other."""
        named: str | None = getattr(self, "conversation", None) or getattr(self, "room", None)
        return named or (state.current_room if hasattr(self, "conversation") else None)


def conversation_or_current(named: str | None, state: "SessionState") -> str:
    """Return the conversation named, else the current room; raise `NoCurrentRoom` when there is neither."""
    place = named or state.current_room
    if not place:
        raise NoCurrentRoom
    return place
