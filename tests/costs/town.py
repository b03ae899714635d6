"""A person, those whom they talk to, and what each does: calls of REST, and events of a socket as Lambda gets them."""

import io
import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import uuid4

import httpx
import msgspec
from django.test import Client
from PIL import Image

from apps.accounts.models import User
from apps.accounts.services.sessions import start_session
from apps.accounts.services.tokens import issue_access
from apps.conversations.models import Conversation, Installation, Membership
from apps.fanout.gateway import registry
from apps.fanout.gateway.mail import Chunk
from apps.realtime.gateway.invocation import invocation

from .gateway import deliver, heard, worked

MESSAGES = 50
"""In the group before anything is counted: a page of history."""
SIGNALS = ("x" * 4_000,) * 2 + ("x" * 200,) * 6
"""What browsers tell each other to set up a call: two descriptions of 4 kB, and candidates."""
PICTURE = (1_600, 1_200)
"""Pixels, more than are looked at by the call that completes it; of noise they have about 1 MB."""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


@dataclass
class Person:
    """Somebody signed in on one device, and their socket once they have one."""

    user: User
    access: str
    client: Client
    socket: str = ""

    @classmethod
    def made(cls) -> "Person":
        user = User.objects.create_user(f"person-{uuid4().hex[:12]}", display_name="Somebody With A Name")
        session = start_session(user, name="test", address="203.0.113.7")
        access = issue_access(session)
        return cls(user, access, Client(HTTP_AUTHORIZATION=f"Bearer {access}"))

    def rest(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        """Return what a call of REST answers, which succeeds."""
        sent = "" if body is None else json.dumps(body)
        with invocation():
            answer = self.client.generic(method, path, sent, content_type="application/json")
        assert answer.status_code < 400, answer.content
        return bytes(answer.content)

    def connect(self) -> None:
        """Open a socket with a ticket, and say something, which the welcome answers."""
        ticket = json.loads(self.rest("POST", "/api/realtime/ticket"))["ticket"]
        self.socket = f"socket{next(_numbers):06}="
        deliver("CONNECT", self.socket, query={"ticket": ticket})
        self.say("ping")

    def disconnect(self) -> None:
        deliver("DISCONNECT", self.socket)

    def say(self, type_: str, **fields: object) -> None:
        """Send one frame."""
        deliver("MESSAGE", self.socket, body=json.dumps({"type": type_, **fields}))


class Town:
    """One person, so many others who are connected, and so many who are not, in one group; each is a direct partner of
    the person's, too.
    """

    def __init__(self, others: int, absent: int = 0) -> None:
        self.me = Person.made()
        self.epoch = Installation.objects.get().epoch
        self.others = [Person.made() for _ in range(others)]
        members = [str(other.user.id) for other in (*self.others, *(Person.made() for _ in range(absent)))]
        self.direct, *_ = [self._open({"kind": "direct", "members": [member]}) for member in members]
        self.group = self._open({"kind": "group", "title": "The group", "members": members})
        for number in range(MESSAGES):
            self.write(f"message number {number} of them all")
        # A `pong` names what moved in the last ten seconds, which is not to depend on how fast this machine is.
        for model in (Conversation, Membership):
            model.objects.update(changed_at=LONG_AGO)
        for person in (self.me, *self.others):
            person.connect()
        self.chunk = self._chunk()
        self.file = self.send_file()
        worked("file")

    def write(self, body: str) -> dict[str, Any]:
        """Return a message of the person's that was written over REST."""
        said = {"body": body, "client_id": uuid4().hex}
        answer: dict[str, Any] = json.loads(
            self.me.rest("POST", f"/api/conversations/{self.group}/messages", said)
        )
        return answer

    def send_file(self) -> str:
        """Return a picture that the person has sent to the group; the worker is to look at it yet."""
        picture = _picture()
        new = {"name": "picture.jpeg", "size": len(picture), "media_type": "image/jpeg"}
        announced = json.loads(self.me.rest("POST", "/api/files", new))
        upload, file = announced["upload"], str(announced["id"])
        posted = httpx.post(upload["url"], data=upload["fields"], files={"file": picture}, trust_env=False)
        assert posted.is_success, posted.text
        self.me.rest("POST", f"/api/files/{file}/complete")
        said = {"message": "Look at this.", "attachments": [file], "client_id": uuid4().hex}
        self.me.say("chat", conversation=self.group, **said)
        return file

    def talk(self) -> None:
        """Have the person call the first other one, who accepts; the worker look after them once; and hang up."""
        for person in (self.me, self.others[0]):
            person.rest("GET", "/api/calls/ice-servers")
        with self.talking() as call:
            people = {person["user"]: person["id"] for person in call["participants"]}
            other = people[str(self.others[0].user.id)]
            for signal in SIGNALS:
                self.me.say("call_signal", call=call["id"], to=other, signal={"sdp": signal})
            worked("call")

    @contextmanager
    def talking(self) -> Iterator[dict[str, Any]]:
        """Have the person and the first other one in a call until the end."""
        media = ["audio", "video"]
        self.me.say("call_start", conversation=self.direct, media=media, client_id=uuid4().hex)
        call = heard("call")["call"]
        self.others[0].say("call_accept", call=call["id"])
        yield call
        self.me.say("call_hangup", call=call["id"])
        worked("call")

    def _open(self, body: dict[str, Any]) -> str:
        return str(json.loads(self.me.rest("POST", "/api/conversations", body))["id"])

    def _chunk(self) -> str:
        """Return a message of the queue: a part of a large fan-out, for all of the others."""
        connections = registry.of_users([str(other.user.id) for other in self.others])
        chunk = Chunk(["a text"], [connection.written() for connection in connections])
        return msgspec.json.encode(chunk).decode()


@cache
def _picture() -> bytes:
    written = io.BytesIO()
    Image.effect_noise(PICTURE, 60).convert("RGB").save(written, "JPEG", quality=80)
    return written.getvalue()
