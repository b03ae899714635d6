"""What reaches an open socket, and what ends it."""

import asyncio
from typing import cast

import pytest
from pytest_django.fixtures import Settings

from apps.accounts.identity import Identity
from apps.accounts.models import DeviceSession, EndReason, User
from apps.accounts.services.sessions import end_sessions, start_session
from apps.conversations.services import members
from apps.core.threads import run_in_pool
from apps.fanout.events import Frame, user_topic
from apps.fanout.hub import local_hub
from apps.realtime import connection
from apps.realtime.asgi import websocket_application
from apps.realtime.consumer import Message
from apps.realtime.open_sockets import SILENCE, open_sockets
from tests.realtime.sockets import Socket, opened, run, token_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("installed")]


def test_people_hear_each_other(alice: User, bob: User) -> None:
    async def scenario() -> None:
        async with opened(alice, "roomId=general") as hers, opened(bob, "roomId=general") as his:
            ack = await hers.ask(type="chat", message="Hello World!")
            heard = await his.expect("message")
            assert (heard["id"], heard["body"], heard["actor"]) == (
                ack["message_id"],
                "Hello World!",
                str(alice.id),
            )
            await his.say(type="typing_indicator", typing=True)
            assert (await hers.expect("typing"))["user"] == str(bob.id)

    run(scenario)


def test_memberships_come_and_go(alice: User) -> None:
    async def scenario() -> None:
        async with opened(alice) as socket:
            await run_in_pool(members.join, alice, "general")
            added = await socket.expect("conversation_added")
            assert added["conversation"]["slug"] == "general"
            await run_in_pool(members.leave, alice, "general")
            removed = await socket.expect("conversation_removed")
            assert removed["conversation"] == added["conversation"]["id"]

    run(scenario)


def test_news_that_comes_as_a_socket_goes_is_dropped(alice: User) -> None:
    """Without a warning that a coroutine was never awaited, which is an error here."""
    session = start_session(alice, name="test", address=None)

    async def scenario() -> None:
        leaving = connection.SocketConnection("c", Identity(alice, session), cast("connection.Wire", None))
        leaving.user_changed()
        leaving.memberships_changed([], [])
        await leaving.detach(draining=True)

    run(scenario)


def test_the_first_private_message_is_heard(alice: User, bob: User) -> None:
    async def scenario() -> None:
        async with opened(alice) as hers, opened(bob) as his:
            sent = await hers.ask(type="private_message", user="bob", message="psst")
            added = await his.expect("conversation_added")
            assert added["conversation"]["id"] == sent["conversation"]
            assert (await his.expect("message"))["body"] == "psst"

    run(scenario)


def test_presence_of_those_watched(alice: User, bob: User) -> None:
    async def scenario() -> None:
        async with opened(alice) as hers:
            assert (await hers.ask(type="watch", users=["bob"]))["status"] == "offline"
            async with opened(bob):
                assert (await hers.expect("presence"))["status"] == "online"
            assert (await hers.expect("presence"))["status"] == "offline"

    run(scenario)


@pytest.mark.parametrize(("reason", "code"), [(EndReason.SIGNED_OUT, 4401), (EndReason.BANNED, 4403)])
def test_the_end_of_the_session_ends_the_socket(alice: User, reason: EndReason, code: int) -> None:
    async def scenario() -> None:
        async with opened(alice) as socket:
            await run_in_pool(
                lambda: end_sessions(DeviceSession.objects.filter(user=alice), reason=reason),
            )
            goodbye = await socket.goodbye()
            assert (goodbye["code"], goodbye["reconnect_after"]) == (code, None)
            await socket.say(type="ping")
            assert await socket.wire.receive_nothing()

    run(scenario)


@pytest.mark.parametrize(
    ("frame", "code"),
    [(b"\0", 4400), ("hello", 4400), ("[]", 4400), ("null", 4400), ("{" + " " * 32 * 1024 + "}", 1009)],
)
def test_what_is_no_frame_closes(alice: User, frame: str | bytes, code: int) -> None:
    async def scenario() -> None:
        async with opened(alice) as socket:
            field = "bytes_data" if isinstance(frame, bytes) else "text_data"
            await socket.wire.send_to(**{field: frame})
            assert (await socket.goodbye())["code"] == code

    run(scenario)


def test_flooding_closes(alice: User, settings: Settings) -> None:
    settings.RATE_LIMIT_FACTOR = 2 / 300

    async def scenario() -> None:
        async with opened(alice) as socket:
            for _ in range(3):
                await socket.say(type="unknown")
            assert (await socket.goodbye())["code"] == 4429

    run(scenario)


def test_silence_closes(alice: User) -> None:
    async def scenario() -> None:
        async with opened(alice) as socket:
            await socket.ask(type="ping")
            now = asyncio.get_running_loop().time()
            open_sockets().end_silent(now + SILENCE - 1)
            assert (await socket.ask(type="ping"))["type"] == "pong"
            open_sockets().end_silent(now + SILENCE + 5)
            assert (await socket.goodbye())["code"] == 4408

    run(scenario)


def test_a_restart_is_told_to_everyone(alice: User, bob: User) -> None:
    async def scenario() -> None:
        async with opened(alice, "roomId=general") as hers, opened(bob) as his:
            await hers.say(type="chat", message="last words", ref="r")
            await hers.expect("ack")
            drained = asyncio.create_task(open_sockets().drain())
            for socket in (hers, his):
                goodbye = await socket.goodbye()
                assert (goodbye["code"], goodbye["reconnect_after"]) == (1012, 3.0)
            assert not drained.done()
        await drained

    run(scenario)


def test_a_server_that_carries_few_codes(alice: User) -> None:
    token = token_of(alice)

    async def scenario() -> None:
        socket = Socket(f"token={token}", extensions={})
        await socket.open()
        await socket.wire.send_to(text_data=" " * 33 * 1024)
        assert (await socket.expect("goodbye"))["code"] == 1009
        assert (await socket.wire.receive_output())["code"] == 1000
        await socket.leave()

    run(scenario)


def test_a_client_that_stops_reading_is_dropped(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CLOSE_PATIENCE", 0.05)
    token = token_of(alice)
    scope = {
        "type": "websocket",
        "path": "/ws",
        "query_string": f"token={token}".encode(),
        "headers": [],
    }

    async def scenario() -> None:
        sent: list[str] = []
        incoming: asyncio.Queue[Message] = asyncio.Queue()
        welcomed = asyncio.Event()

        async def send(message: Message) -> None:
            if welcomed.is_set():
                await asyncio.Event().wait()
            sent.append(message["type"])
            if message["type"] == "websocket.send":
                welcomed.set()

        incoming.put_nowait({"type": "websocket.connect"})
        served = asyncio.create_task(websocket_application(scope, incoming.get, send))
        await welcomed.wait()
        frame = Frame(topic=user_topic(alice.id), payload=b'{"type":"receipt"}')
        for _ in range(300):
            local_hub().deliver(frame)
        await asyncio.wait_for(served, 5)
        assert sent == ["websocket.accept", "websocket.send"]
        assert local_hub().sockets_of(str(alice.id)) == 0

    run(scenario)
