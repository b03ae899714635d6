"""Who may open a socket, and what they are told first."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.accounts.models import User
from apps.accounts.services import tickets
from apps.accounts.services.sessions import start_session
from apps.core.threads import run_in_pool
from apps.realtime import handshake
from apps.realtime.gateway.events import handshake_of
from apps.realtime.open_sockets import open_sockets
from tests.realtime.sockets import Socket, opened, run, token_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("installed")]


def test_the_welcome(alice: User) -> None:
    token = token_of(alice)

    async def scenario() -> None:
        socket = Socket(f"token={token}&roomId=general&colour=green")
        welcome = await socket.open()
        (general,) = welcome["conversations"]
        assert (general["head"], general["read_seq"], general["visible_from"]) == (0, 0, 1)
        assert (welcome["user"], welcome["protocol"], welcome["heartbeat"]) == (str(alice.id), 1, 25)
        assert (welcome["max_age"], welcome["calls"], welcome["more_conversations"]) == (None, [], False)
        assert (await socket.ask(type="chat", message="Hello World!"))["seq"] == 1
        await socket.leave()

    run(scenario)


def test_three_ways_in(alice: User) -> None:
    token = token_of(alice)
    ticket = tickets.issue(start_session(alice, name="test", address=None))

    async def scenario() -> None:
        for socket in (
            Socket(f"token={token}"),
            Socket(f"ticket={ticket}"),
            Socket("", headers={"authorization": f"Bearer {token}"}),
        ):
            assert (await socket.open())["type"] == "welcome"
            await socket.leave()
        assert await Socket(f"ticket={ticket}").refused() == 401

    run(scenario)


@pytest.mark.parametrize(
    "query", ["", "token=", "token=nonsense", "ticket=%00%ff", "token=%ff", "ticket=x&ticket="]
)
def test_strangers_are_refused(query: str) -> None:
    async def scenario() -> None:
        assert await Socket(query).refused() == 401

    run(scenario)


def test_a_server_that_cannot_say_why_closes(alice: User) -> None:
    async def scenario() -> None:
        accepted, _ = await Socket("token=nonsense", extensions={}).wire.connect()
        assert not accepted

    run(scenario)


def test_another_path(alice: User) -> None:
    token = token_of(alice)

    async def scenario() -> None:
        assert await Socket(f"token={token}", path="/elsewhere").refused() == 404

    run(scenario)


def test_the_banned_are_refused(alice: User) -> None:
    token = token_of(alice)
    User.objects.filter(pk=alice.pk).update(banned_until=timezone.now() + timedelta(days=1))

    async def scenario() -> None:
        assert await Socket(f"token={token}").refused() == 403

    run(scenario)


def test_too_many_sockets(alice: User, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "sockets": 1}

    async def scenario() -> None:
        async with opened(alice):
            token = await run_in_pool(token_of, alice)
            assert await Socket(f"token={token}").refused() == 429
        async with opened(alice):
            pass

    run(scenario)


def test_too_many_handshakes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.core.limits.time.time", lambda: 1_800_000_000.0)
    settings.RATE_LIMIT_FACTOR = 1 / 120

    async def scenario() -> None:
        assert await Socket("token=nonsense").refused() == 401
        assert await Socket("token=nonsense").refused() == 429

    run(scenario)


def test_a_refused_room_is_told_after_the_welcome(alice: User) -> None:
    async def scenario() -> None:
        async with opened(alice, "roomId=no-such-room") as socket:
            error = await socket.next()
            assert (error["type"], error["code"], error["conversation"]) == (
                "error",
                "not_found",
                "no-such-room",
            )
            assert (await socket.ask(type="chat", message="anyone?"))["code"] == "no_current_room"

    run(scenario)


def test_no_new_sockets_while_draining(alice: User) -> None:
    async def scenario() -> None:
        open_sockets().draining = True
        assert await Socket("token=any").refused() == 503

    run(scenario)


def test_each_proxy_may_add_a_line_of_its_own(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 2
    lines = [(b"x-forwarded-for", line) for line in (b"203.0.113.9, 198.51.100.7", b"10.0.0.2")]
    scope = {"path": "/ws", "headers": lines, "client": ("10.0.0.3", 1)}
    assert handshake.read(scope).address == "198.51.100.7"


@pytest.mark.parametrize(("secret", "address"), [(b"guessed", "10.0.0.2"), (b"of-the-front", "198.51.100.7")])
def test_whoever_calls_past_the_front_chooses_no_address(
    settings: Settings, secret: bytes, address: str
) -> None:
    settings.TRUSTED_PROXIES, settings.PROXY_SECRET = 2, "of-the-front"
    hops = "203.0.113.9, 198.51.100.7, 10.0.0.2"
    headers = [(b"x-forwarded-for", hops.encode()), (b"x-proxy-secret", secret)]
    scope = {"path": "/ws", "headers": headers, "client": ("10.0.0.3", 1)}
    event = {
        "headers": {"X-Forwarded-For": hops, "X-Proxy-Secret": secret.decode()},
        "requestContext": {"identity": {"sourceIp": "10.0.0.2"}},
    }
    assert (handshake.read(scope).address, handshake_of(event).address) == (address, address)
