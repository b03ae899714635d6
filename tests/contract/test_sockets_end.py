"""A session's or an account's end closes its sockets, on every process; tests/faults measures how soon."""

import asyncio

import httpx
import pytest

from tests.live import Installation

from .client import Device
from .people import PASSWORD, Person

pytestmark = pytest.mark.anyio

BAN = """
from datetime import timedelta
from django.utils import timezone
from apps.accounts.selectors import find_user
from apps.accounts.services.accounts import ban_account
ban_account(find_user({username!r}), timezone.now() + timedelta(days=1))
"""


async def ended(device: Device, code: int) -> None:
    assert await device.closed() == code
    goodbye = device.received[-1]
    assert (goodbye["type"], goodbye["code"]) == ("goodbye", code)
    assert set(goodbye) >= {"reason", "reconnect_after"}


async def test_signing_out_closes_on_the_other_process(alice: Person) -> None:
    devices = [await alice.device(on=0), await alice.device(on=1)]
    await alice.rest("POST /api/auth/logout", {"refresh": alice.refresh}, status=204)
    for device in devices:
        await ended(device, 4401)


async def test_ending_another_device_leaves_this_one(
    alice: Person, http: httpx.AsyncClient, bases: tuple[str, ...]
) -> None:
    kept = await alice.device(on=1)
    body = {"username": alice.username, "password": PASSWORD}
    other = (await http.post(f"{bases[0]}/api/auth/token", json=body)).json()["access"]
    async with await Device.open(bases[1], f"token={other}") as device:
        await device.expect("welcome")
        await alice.rest("DELETE /api/sessions", status=204)
        await ended(device, 4401)
    assert (await kept.ask(type="ping"))["type"] == "pong"


async def test_a_ban_closes_and_keeps_out(
    alice: Person, live: Installation, http: httpx.AsyncClient, bases: tuple[str, ...]
) -> None:
    devices = [await alice.device(on=0), await alice.device(on=1)]
    await asyncio.to_thread(live.manage, "shell", "-c", BAN.format(username=alice.username))
    for device in devices:
        await ended(device, 4403)
    body = {"username": alice.username, "password": PASSWORD}
    answer = await http.post(f"{bases[1]}/api/auth/token", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "banned")
    assert await alice.refused("GET /api/users/me", on=1) == (403, "banned")
