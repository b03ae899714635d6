"""The end of a session closes its sockets within a second, on another process too."""

import asyncio
import time

from tests.contract.people import PASSWORD, Person
from tests.faults.line import Frame, Patient

PATIENCE = 30.0
"""Seconds after which a socket counts as left open; what is promised is judged in `aims.py`."""


async def end_one(person: Person) -> tuple[float, list[str]]:
    """Sign in once more, open a socket, end that session elsewhere; return the seconds that the socket outlived it."""
    signed_in = await person.rest(
        "POST /api/auth/token", {"username": person.username, "password": PASSWORD}, on=0
    )
    other = signed_in["access"]
    listed = (await person.ask("GET /api/sessions", bearer=other)).raise_for_status().json()
    [session] = [each["id"] for each in listed["results"] if each["current"]]
    frames: list[Frame] = []
    line = await Patient.open(person.bases[1], other, frames.append)
    await person.rest(f"DELETE /api/sessions/{session}", status=204, on=0)
    ended_at = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE):
            await line.closed.wait()
    except TimeoutError:
        await line.cut()
        return PATIENCE, [f"I5 a socket outlived its session by {PATIENCE:.0f} s"]
    seconds = time.monotonic() - ended_at
    goodbyes = [frame["code"] for frame in frames if frame["type"] == "goodbye"]
    return seconds, [] if goodbyes == [4401] else [f"I5 a socket of an ended session was told {goodbyes}"]
