"""Going into rooms, out of them, and finding them."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from msgspec import UnsetType

from apps.conversations.selectors import rooms
from apps.conversations.services import members
from apps.core import transactions
from apps.core.errors import Invalid
from apps.realtime.frames import Ack, RoomList

from .base import Command

if TYPE_CHECKING:
    from apps.conversations.models import Membership
    from apps.realtime.session import RealtimeSession

LISTED_ROOMS = 100
"""The most active ones: what fits a frame whatever their titles; `search` finds the others."""


def enter(session: "RealtimeSession", room: str) -> "Membership":
    """Join `room` and make it current."""
    membership = members.join(session.user, room)
    session.state.current_room = str(membership.conversation_id)
    return membership


class JoinRoom(Command, frozen=True, kw_only=True, tag="join_room"):
    rule: ClassVar[str] = "join"

    room: str

    def perform(self, session: "RealtimeSession") -> None:
        session.connection.send(_place(self.ref, enter(session, self.room)))


class LeaveRoom(Command, frozen=True, kw_only=True, tag="leave_room"):
    rule: ClassVar[str] = "change"

    room: str

    def perform(self, session: "RealtimeSession") -> None:
        left = members.leave(session.user, self.room)
        if session.state.current_room == str(left.conversation_id):
            session.state.current_room = None
        session.connection.send(_place(self.ref, left))


class ListRooms(Command, frozen=True, kw_only=True, tag="room_list"):
    rule: ClassVar[str] = "read"

    search: str | None = None

    def perform(self, session: "RealtimeSession") -> None:
        search = self.search or ""
        if len(search) > settings.LIMITS["search_chars"]:
            raise Invalid("This search is too long.", attr="search")
        found = transactions.read(lambda: rooms.rooms(session.user_id, search, LISTED_ROOMS))
        session.connection.send(RoomList(ref=self.ref, rooms=found))


def _place(ref: str | UnsetType, membership: "Membership") -> Ack:
    return Ack(
        ref=ref,
        conversation=str(membership.conversation_id),
        head=membership.conversation.head,
        visible_from=membership.visible_from,
    )
