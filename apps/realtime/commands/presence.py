"""Who is there, and who is typing: told at once, never kept."""

from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec

from apps.accounts import selectors as accounts
from apps.conversations.access import access_membership
from apps.core import strictjson
from apps.fanout.events import Frame, conversation_topic
from apps.fanout.publish import publish
from apps.realtime.frames import Ack, Typing, presence

from .base import Command, conversation_or_current

if TYPE_CHECKING:
    from apps.realtime.session import RealtimeSession


class TypingIndicator(Command, frozen=True, kw_only=True, tag="typing_indicator"):
    rule: ClassVar[str] = "change"

    typing: bool
    conversation: str | None = None

    def perform(self, session: "RealtimeSession") -> None:
        membership = access_membership(
            session.user_id, conversation_or_current(self.conversation, session.state)
        )
        conversation = str(membership.conversation_id)
        hidden = {session.user_id, *accounts.blocked_either_way(session.user_id)}
        frame = Typing(conversation=conversation, user=session.state.user, typing=self.typing)
        publish(
            Frame(
                topic=conversation_topic(conversation),
                payload=strictjson.encode(frame),
                hidden_from=tuple(str(user) for user in hidden),
            )
        )


class Watch(Command, frozen=True, kw_only=True, tag="watch"):
    rule: ClassVar[str] = "read"

    users: Annotated[list[str], msgspec.Meta(max_length=200)]

    def perform(self, session: "RealtimeSession") -> None:
        watched = list(dict.fromkeys(str(user.id) for user in accounts.known_users(self.users)))
        told = session.watch(watched)
        for user in watched:
            session.connection.send(presence(user, online=told.get(user, False), ref=self.ref))
        if not watched:
            session.connection.send(Ack(ref=self.ref))
