"""Saying something, and changing what was said."""

from typing import TYPE_CHECKING, ClassVar

from msgspec import UNSET, UnsetType

from apps.conversations.services import messages
from apps.realtime.frames import Ack

from .base import Command, conversation_or_current

if TYPE_CHECKING:
    from apps.conversations.models import Message
    from apps.realtime.session import RealtimeSession


class Chat(Command, frozen=True, kw_only=True, tag="chat"):
    rule: ClassVar[str] = "send"

    message: str
    conversation: str | None = None
    client_id: str | None = None
    reply_to: str | None = None
    attachments: list[str] = []

    def perform(self, session: "RealtimeSession") -> None:
        self.answer(session, messages.send(self.draft(session)))

    def draft(self, session: "RealtimeSession") -> messages.Draft:
        """Return what is to be said, checked as far as it can be without the record."""
        return messages.draft(
            session.user,
            conversation_or_current(self.conversation, session.state),
            body=self.message,
            client_id=self.client_id,
            reply_to=self.reply_to,
            attachments=self.attachments,
        )

    def answer(self, session: "RealtimeSession", sent: messages.Sent) -> None:
        """Acknowledge it."""
        session.connection.send(_sent(self.ref, sent))


class PrivateMessage(Command, frozen=True, kw_only=True, tag="private_message"):
    rule: ClassVar[str] = "send"

    user: str
    message: str
    client_id: str | None = None

    def perform(self, session: "RealtimeSession") -> None:
        sent = messages.send_direct(session.user, self.user, body=self.message, client_id=self.client_id)
        session.connection.send(_sent(self.ref, sent))


class Edit(Command, frozen=True, kw_only=True, tag="edit"):
    rule: ClassVar[str] = "change"

    message_id: str
    message: str

    def perform(self, session: "RealtimeSession") -> None:
        changed = messages.edit_message(session.user, self.message_id, self.message)
        session.connection.send(_changed(self.ref, changed))


class Delete(Command, frozen=True, kw_only=True, tag="delete"):
    rule: ClassVar[str] = "change"

    message_id: str

    def perform(self, session: "RealtimeSession") -> None:
        messages.delete_message(session.user, self.message_id)
        session.connection.send(Ack(ref=self.ref, message_id=self.message_id))


class React(Command, frozen=True, kw_only=True, tag="react"):
    rule: ClassVar[str] = "change"

    message_id: str
    emoji: str
    on: bool

    def perform(self, session: "RealtimeSession") -> None:
        changed = messages.react(session.user, self.message_id, self.emoji, on=self.on)
        session.connection.send(_changed(self.ref, changed))


def _sent(ref: str | UnsetType, sent: messages.Sent) -> Ack:
    message = sent.message
    return Ack(
        ref=ref,
        message_id=str(message.id),
        client_id=message.client_id,
        conversation=str(message.conversation_id),
        seq=message.seq,
        duplicate=sent.duplicate,
    )


def _changed(ref: str | UnsetType, message: "Message") -> Ack:
    return Ack(
        ref=ref, message_id=str(message.id), conversation=str(message.conversation_id), client_id=UNSET
    )
