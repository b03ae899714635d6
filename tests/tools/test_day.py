"""The mixed day of bench/: its mix, its stop rule, its town and its sockets."""

import asyncio
import json
from dataclasses import replace
from typing import cast

import pytest
from rest_framework.test import APIClient

from bench.day import Step, figures
from bench.day.connection import Heard, Socket
from bench.day.mix import Limits, Town, read
from bench.day.person import Person
from bench.day.town import settle
from bench.exchange import Exchange

LIMITS = Limits(average=0.1, p99=2.0, errors=0.00025)
STEP = Step(
    people=600,
    seconds=10,
    times=[0.02] * 200,
    failed=0,
    sent=10,
    deliveries=500,
    cores={"server": 0.5, "PostgreSQL": 0.25, "Valkey": 0.0, "generator": 0.1},
    over=None,
)


def test_the_mix_counts_what_people_can_do() -> None:
    assert set(read().actions) == set(Person.ACTIONS)


def test_the_busiest_act_every_20_s_and_people_every_88_s() -> None:
    mix = read()

    assert sum(mix.actions.values()) == pytest.approx(180)
    assert mix.actions_per_hour == pytest.approx(40.8)


def test_shares_add_up() -> None:
    mix = read()

    assert sum(pace.share for pace in mix.paces) == pytest.approx(1)
    assert sum(mix.places.values()) == pytest.approx(1)
    assert set(mix.places) == {"direct", "group", "room"}


@pytest.mark.parametrize(
    ("times", "failed", "passed"),
    [
        ([0.09] * 4_000, 0, None),
        ([0.11] * 4_000, 0, "average 110 ms"),
        ([0.01] * 3_950 + [2.1] * 50, 0, "p99 2.1 s"),
        ([0.01] * 3_999, 1, None),
        ([0.01] * 3_998, 2, "2 of 4000 failed"),
        ([], 0, "0 of 0 failed"),
    ],
)
def test_more_people_come_until_a_limit_is_passed(
    times: list[float], failed: int, passed: str | None
) -> None:
    assert LIMITS.passed(times, failed) == passed


def test_the_last_step_that_held_is_reported() -> None:
    told = {
        figure.name: figure.value
        for figure in figures(
            [STEP, replace(STEP, people=1_200), replace(STEP, people=1_800, over="p99 2.1 s")]
        )
    }

    assert told["people online within the limits"] == "1,200"
    assert told["with more of them"] == "1,800: p99 2.1 s"
    assert told["people per core of the machine, 2 in all"] == "600"
    assert told["people per core that the server's processes use"] == "2,400"
    assert told["people per core that server, PostgreSQL and Valkey use"] == "1,600"


def test_a_first_step_that_does_not_hold_is_reported() -> None:
    [figure] = figures([replace(STEP, over="p99 2.1 s")])

    assert figure.value == "fewer than 600 (p99 2.1 s)"


@pytest.mark.django_db
def test_a_district_talks_in_rooms_groups_and_pairs() -> None:
    town = Town(
        district=20,
        rooms=1,
        groups=2,
        group_members=5,
        directs=4,
        room_history=3,
        group_history=2,
        direct_history=1,
    )

    residents = settle(town)

    for resident in residents:
        counts = {kind: len(set(places)) for kind, places in resident.places.items()}
        assert counts == {"room": 1, "group": 2, "direct": 4}
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {residents[0].access}")
    answer = client.get(f"/api/conversations/{residents[0].places['group'][1]}/messages").json()
    assert [message["seq"] for message in answer["results"]] == [2, 1]


class Wire:
    """A transport that goes nowhere."""

    def write(self, data: bytes) -> None:
        pass

    def abort(self) -> None:
        pass

    def is_closing(self) -> bool:
        return False


def test_a_socket_hears_messages_and_its_answers_however_the_bytes_are_cut() -> None:
    long = {"type": "message", "body": "a" * 70_000}
    batch = {"type": "batch", "frames": [{"type": "message", "body": "b" * 200}, {"type": "ack", "ref": "0"}]}
    stream = b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + b"".join(
        _framed(frame) for frame in ({"type": "welcome", "epoch": "e"}, long, batch)
    )

    async def talk(size: int) -> tuple[str, str, int]:
        heard = Heard()
        socket = Socket(heard)
        socket.connection_made(cast("asyncio.Transport", Wire()))
        greeting = asyncio.create_task(socket.greet(b""))
        answer = asyncio.create_task(socket.ask("chat"))
        await asyncio.sleep(0)
        for start in range(0, len(stream), size):
            socket.data_received(stream[start : start + size])
        await greeting
        return socket.epoch, (await answer)["type"], heard.messages

    for size in (7, 1_000, len(stream)):
        assert asyncio.run(talk(size)) == ("e", "ack", 2)


def test_a_request_outlives_the_connection_that_it_met_closing() -> None:
    asked: list[bytes] = []
    closed = asyncio.Semaphore(0)

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        await reader.read(1)
        writer.close()
        closed.release()

    async def ask_twice() -> None:
        async with await asyncio.start_server(answer_once, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            http = Exchange(f"http://127.0.0.1:{port}")
            for _ in range(2):
                assert (await http.ask("GET", "/", "token")).json() == {}
            http.close()
            await closed.acquire()
            await closed.acquire()

    asyncio.run(ask_twice())

    assert len(asked) == 2


def _framed(frame: object) -> bytes:
    payload = json.dumps(frame, separators=(",", ":")).encode()
    size = len(payload)
    if size < 126:
        length = bytes([size])
    elif size < 1 << 16:
        length = bytes([126]) + size.to_bytes(2, "big")
    else:
        length = bytes([127]) + size.to_bytes(8, "big")
    return bytes([0x81]) + length + payload
