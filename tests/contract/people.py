"""People who use the product: over REST, on any process, and with as many devices as they like."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from .client import Device, Frame

PASSWORD = "correct horse battery staple"


@dataclass
class Person:
    """Somebody signed in. `on` chooses the process that a call or a device goes to."""

    id: str
    username: str
    access: str
    refresh: str
    bases: tuple[str, ...]
    http: httpx.AsyncClient
    devices: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def ask(
        self, call: str, body: object = None, *, on: int = 0, bearer: str | None = None, **query: Any
    ) -> httpx.Response:
        """Make the call written as docs/protocol.md writes it: `GET /api/conversations`."""
        method, path = call.split(" ", 1)
        return await self.http.request(
            method,
            f"{self.bases[on]}{path}",
            json=body,
            params=query or None,
            headers={"Authorization": f"Bearer {bearer or self.access}"},
        )

    async def rest(
        self, call: str, body: object = None, *, status: int = 200, on: int = 0, **query: Any
    ) -> Any:
        """Make the call, insist on the status, and return the answer (None where there is none)."""
        answer = await self.ask(call, body, on=on, **query)
        assert answer.status_code == status, (call, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def refused(self, call: str, body: object = None, *, on: int = 0, **query: Any) -> tuple[int, str]:
        """Return status and code of the error that the call must meet."""
        answer = await self.ask(call, body, on=on, **query)
        assert answer.is_error, (call, answer.status_code, answer.text)
        return answer.status_code, answer.json()["errors"][0]["code"]

    async def device(self, *, on: int = 0, query: str = "") -> Device:
        """Open a socket and wait for its welcome, which stays in the inbox, and until it hears what is said."""
        device = await Device.open(self.bases[on], query, bearer=self.access)
        await self.devices.enter_async_context(device)
        welcome = await device.expect("welcome")
        device.inbox.append(welcome)
        # Behind API Gateway that begins after the welcome, and before the next frame is answered.
        await device.settle()
        return device

    async def group(self, *others: "Person", **fields: Any) -> Frame:
        body = {"kind": "group", "title": "Tea", "members": [other.id for other in others], **fields}
        made: Frame = await self.rest("POST /api/conversations", body, status=201)
        return made

    async def room(self, **fields: Any) -> Frame:
        body = {"kind": "room", "title": "A room", "slug": unique("room"), **fields}
        made: Frame = await self.rest("POST /api/conversations", body, status=201)
        return made

    async def direct(self, other: "Person") -> Frame:
        body = {"kind": "direct", "members": [other.username]}
        made: Frame = await self.rest("POST /api/conversations", body, status=201)
        return made

    async def say(self, conversation: str, text: str, *, on: int = 0, **fields: Any) -> Frame:
        body = {"body": text, "client_id": unique("c"), **fields}
        said: Frame = await self.rest(
            f"POST /api/conversations/{conversation}/messages", body, status=201, on=on
        )
        return said

    async def head(self, conversation: str) -> int:
        return int((await self.rest(f"GET /api/conversations/{conversation}"))["head"])

    async def log(self, conversation: str, *, after: int = 0, on: int = 0) -> list[Frame]:
        """Return all entries after a `seq`, page by page."""
        entries: list[Frame] = []
        more = True
        while more:
            cursor = entries[-1]["seq"] if entries else after
            page = await self.rest(
                f"GET /api/conversations/{conversation}/events", on=on, after=cursor, limit=500
            )
            entries += page["events"]
            more = page["more"]
        return entries


def unique(name: str) -> str:
    """Return a name that no other test uses."""
    return f"{name}-{uuid4().hex[:12]}"


async def register(http: httpx.AsyncClient, bases: tuple[str, ...], name: str) -> Person:
    """Make an account called after `name` and sign it in."""
    body = {"username": unique(name), "password": PASSWORD}
    answer = await http.post(f"{bases[0]}/api/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    user = made["user"]
    return Person(user["id"], user["username"], made["access"], made["refresh"], bases, http)
