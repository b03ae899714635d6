"""One person of a run, who does what the seed says and tries again until there is an outcome."""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.contract.people import Person
from tests.faults.choices import REST, SOCKET, Step, steps
from tests.faults.device import Device
from tests.faults.journal import Journal
from tests.faults.line import Line, Lost, Refused

AGAIN_SECONDS = (0.05, 0.3)
ANSWERS = ("call_accept", "call_accept", "call_decline", "call_hangup")
EMOJI = ("👍", "🎉", "❤️")


@dataclass
class Talk:
    """What the clients of a run share: where they talk, and what was said there, as far as they know."""

    groups: list[str]
    room: str
    direct: str
    people: list[str]
    said: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.said = {place: [] for place in self.places}

    @property
    def places(self) -> list[str]:
        return [*self.groups, self.room, self.direct]


class Client:
    """The first client of a run owns its groups and its room; the first two have the direct conversation."""

    def __init__(
        self, number: int, person: Person, devices: list[Device], talk: Talk, journal: Journal, seed: int
    ) -> None:
        self.name = f"p{number}"
        self.person = person
        self.devices = devices
        self.waits: str | None = None
        """The `client_id` of the message that has no outcome yet."""
        self._number = number
        self._talk = talk
        self._journal = journal
        self._steps = steps(seed, self.name)
        self._own: list[str] = []
        self._pause = random.Random(self.name)

    async def act(self, stopping: asyncio.Event) -> None:
        """Do one thing after another until told to stop; what is begun is brought to its end."""
        for step in self._steps:
            if stopping.is_set():
                return
            await asyncio.sleep(step.thinks)
            self._journal.note(self.name, "step", number=step.number, doing=step.kind)
            await self._do(step)

    async def hang_up(self) -> None:
        """Leave the calls that there are, until there are none."""
        left = False
        while not left:
            with suppress(Lost, Refused):
                left = await self._left_all()
            await asyncio.sleep(self._pause.uniform(*AGAIN_SECONDS))

    async def _left_all(self) -> bool:
        """Leave the calls that there are; return whether there were none."""
        live = (await self._rest("GET /api/calls", None, self.devices[0].node))["results"]
        for call in live:
            if (line := self.devices[0].line) is not None:
                await line.ask(type="call_hangup", call=call["id"])
        return not live

    async def _do(self, step: Step) -> None:
        if step.kind == "send":
            await self._send(step)
            return
        try:
            await getattr(self, f"_{step.kind}")(step)
        except Refused as error:
            self._journal.note(self.name, "refused", doing=step.kind, code=error.code)
        except Lost:
            self._journal.note(self.name, "lost", doing=step.kind)

    async def _send(self, step: Step) -> None:
        place = self._talk.places[int(step.place * len(self._talk.places))]
        body: dict[str, Any] = {
            "body": f"{self.name} {step.number}",
            "client_id": f"{self.name}-{step.number}",
        }
        if step.quotes and self._talk.said[place]:
            body["reply_to"] = _pick(self._talk.said[place], step.pick)
        self.waits = body["client_id"]
        over, node = step.over, step.node
        while not await self._try(place, body, over, node):
            await asyncio.sleep(self._pause.uniform(*AGAIN_SECONDS))
            over, node = self._pause.choice((SOCKET, REST)), 1 - node
        self.waits = None

    async def _try(self, place: str, body: dict[str, Any], over: str, node: int) -> bool:
        """Try once to send; return whether there is an outcome."""
        line = self.devices[0].line if over == SOCKET else None
        over = REST if line is None else SOCKET
        self._journal.note(self.name, "try", client_id=body["client_id"], conversation=place, over=over)
        try:
            if line is None:
                said = await self._over_rest(place, body, node)
            else:
                said = await _over_socket(line, place, body)
        except Lost:
            self._journal.note(self.name, "lost", doing="send", client_id=body["client_id"])
            return False
        except Refused as error:
            about = {"client_id": body["client_id"], "code": error.code, "retryable": error.retryable}
            self._journal.note(self.name, "refused", doing="send", **about)
            return not error.retryable
        self._journal.note(
            self.name, "ack", client_id=body["client_id"], body=body["body"], over=over, **said
        )
        self._own.append(said["message"])
        self._talk.said[place].append(said["message"])
        return True

    async def _over_rest(self, place: str, body: dict[str, Any], node: int) -> dict[str, Any]:
        said = await self._rest(f"POST /api/conversations/{place}/messages", body, node)
        return {"message": said["id"], "conversation": said["conversation"], "seq": said["seq"]}

    async def _rest(self, call: str, body: object, node: int) -> Any:
        try:
            answer = await self.person.ask(call, body, on=node)
            said: Any = answer.json() if answer.content else None
        except (httpx.HTTPError, ValueError) as error:
            raise Lost(repr(error)) from error
        if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
            self._journal.note(self.name, "failed", call=call)
            raise Refused("failed", retryable=True)
        if answer.is_error:
            raise Refused(said["errors"][0]["code"], retryable=answer.status_code in {429, 503})
        return said

    async def _command(self, over: str, call: str, body: object, node: int, **frame: Any) -> None:
        line = self.devices[0].line
        if over == SOCKET and line is not None:
            await line.ask(**frame)
        else:
            await self._rest(call, body, node)

    async def _edit(self, step: Step) -> None:
        if self._own:
            id_, body = _pick(self._own, step.pick), f"{self.name} edited in {step.number}"
            call = f"PATCH /api/messages/{id_}"
            frame = {"type": "edit", "message_id": id_, "message": body}
            await self._command(step.over, call, {"body": body}, step.node, **frame)

    async def _delete(self, step: Step) -> None:
        if self._own:
            id_ = _pick(self._own, step.pick)
            frame = {"type": "delete", "message_id": id_}
            await self._command(step.over, f"DELETE /api/messages/{id_}", None, step.node, **frame)

    async def _react(self, step: Step) -> None:
        said = self._talk.said[self._talk.places[int(step.place * len(self._talk.places))]]
        if said:
            id_, emoji = _pick(said, step.pick), EMOJI[step.number % len(EMOJI)]
            frame = {"type": "react", "message_id": id_, "emoji": emoji, "on": step.pick > 0.3}
            call = f"{'PUT' if frame['on'] else 'DELETE'} /api/messages/{id_}/reactions/{emoji}"
            await self._command(step.over, call, None, step.node, **frame)

    async def _room(self, step: Step) -> None:
        """Come into the room, or leave it; the owner stays."""
        line = self.devices[0].line
        if line is None or self._number == 0:
            return
        if step.pick > 0.4:
            self._journal.note(self.name, "joining", conversation=self._talk.room)
            await line.ask(type="join_room", room=self._talk.room)
        else:
            left = await line.ask(type="leave_room", room=self._talk.room)
            self._journal.note(self.name, "left", conversation=self._talk.room, head=left["head"])

    async def _members(self, step: Step) -> None:
        """Invite or remove somebody, as the owner; the others have no right to."""
        if self._number:
            return
        group = self._talk.groups[int(step.place * len(self._talk.groups))]
        user = self._talk.people[1 + int(step.pick * (len(self._talk.people) - 1))]
        members = f"/api/conversations/{group}/members"
        if step.quotes or step.over == REST:
            await self._rest(f"DELETE {members}/{user}", None, step.node)
        else:
            await self._rest(f"POST {members}", {"user": user}, step.node)

    async def _resume(self, step: Step) -> None:
        await self.devices[int(step.pick * len(self.devices))].catch_up()

    async def _reconnect(self, step: Step) -> None:
        await self.devices[int(step.pick * len(self.devices))].reconnect()

    async def _call(self, step: Step) -> None:
        """Call the other one of the direct conversation, or do something about the call that there is."""
        device = self.devices[int(step.pick * len(self.devices))]
        if self.person.id not in self._talk.people[:2] or device.line is None:
            return
        live = [id_ for id_, call in device.copy.calls.items() if call["state"] != "ended"]
        if live:
            await device.line.ask(type=ANSWERS[int(step.place * len(ANSWERS))], call=live[-1])
        else:
            about = {"conversation": self._talk.direct, "client_id": f"{self.name}-call-{step.number}"}
            await device.line.ask(type="call_start", media=["audio"], **about)


async def _over_socket(line: Line, place: str, body: dict[str, Any]) -> dict[str, Any]:
    fields = {"message": body["body"], **{name: body[name] for name in body if name != "body"}}
    ack = await line.ask(type="chat", conversation=place, **fields)
    return {"message": ack["message_id"], "conversation": ack["conversation"], "seq": ack["seq"]}


def _pick(among: list[str], share: float) -> str:
    # The newest are the likeliest: what people quote, edit and react to.
    return among[-1 - int(share * share * len(among))]
