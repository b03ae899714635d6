"""One frame at a time, without a gateway: what is kept, written and posted."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from django.db import OperationalError
from pytest_django import Settings

from apps.accounts.models import User
from apps.accounts.services.sessions import start_session
from apps.calls.frames import CallFrame
from apps.calls.services import joining
from apps.conversations.selectors import conversations
from apps.conversations.services.conversations import NewConversation, create, open_direct
from apps.core import strictjson
from apps.fanout.gateway import posts, registry, table
from apps.fanout.gateway.mail import Mail
from apps.fanout.gateway.posts import Outcome, Parcel
from apps.fanout.gateway.registry import Connection
from apps.realtime.gateway import keeping, sockets
from tests.calls.conftest import start
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db
Interlude = Callable[[Callable[[], object]], None]
ENDPOINT = "http://gateway"
LATER = 2**33


@pytest.fixture
def said(dynamodb: None, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """All frames that were posted, in their order."""
    seen: list[dict[str, object]] = []

    def post_all(parcels: Sequence[Parcel]) -> list[Outcome]:
        for _, texts in parcels:
            for frame in (strictjson.decode(text) for text in texts):
                frames = frame["frames"] if frame["type"] == "batch" else [frame]
                assert isinstance(frames, list)
                seen.extend(frames)
        return [Outcome.POSTED] * len(parcels)

    monkeypatch.setattr(posts, "post_all", post_all)
    monkeypatch.setattr(posts, "end", lambda _: seen.append({"type": "closed"}))
    return seen


@pytest.fixture
def dora(make_user: MakeUser) -> User:
    return make_user("dora")


@pytest.fixture
def emil(make_user: MakeUser) -> User:
    return make_user("emil")


@pytest.fixture
def connection(dora: User, dynamodb: None) -> Connection:
    session = start_session(dora, name="test", address=None)
    made = Connection("c1=", str(dora.id), str(session.id), ENDPOINT, LATER)
    keeping.begin(made, None)
    return made


def hear(text: str) -> None:
    mail = Mail()
    sockets.received("c1=", ENDPOINT, text, "m1", mail)
    mail.send()


def types(frames: list[dict[str, object]]) -> list[object]:
    return [frame["type"] for frame in frames]


def test_the_first_frame_is_answered_behind_the_welcome(
    connection: Connection, said: list[dict[str, object]]
) -> None:
    assert registry.of_users([connection.user]) == []
    hear('{"type": "ping"}')
    hear('{"type": "ping"}')
    assert types(said) == ["welcome", "pong", "pong"]
    assert registry.of_users([connection.user]) == [connection]


def test_a_frame_beside_the_first_one_is_in_the_room_of_the_handshake(
    dora: User, connection: Connection, said: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, _ = create(dora, NewConversation(kind="room", slug="tea", title="Tea"))
    keeping.begin(connection, str(room.id))
    change = table.change

    def overtaken(*asked: Any, **more: Any) -> table.Item | None:
        monkeypatch.setattr(table, "change", change)
        hear('{"type": "ping"}')
        return change(*asked, **more)

    monkeypatch.setattr(table, "change", overtaken)
    hear('{"type": "chat", "message": "Hello World!"}')
    assert types(said) == ["welcome", "pong", "ack"]


@pytest.fixture
def after_the_welcome(monkeypatch: pytest.MonkeyPatch) -> Interlude:
    """Have something happen when the client has its welcome, and its connection is not attached yet."""
    attach = registry.attach

    def arrange(then: Callable[[], object]) -> None:
        def overtaken(connection: Connection) -> int:
            monkeypatch.setattr(registry, "attach", attach)
            then()
            return attach(connection)

        monkeypatch.setattr(registry, "attach", overtaken)

    return arrange


def test_a_session_that_ends_before_its_connection_is_attached_ends_the_connection(
    dora: User, connection: Connection, said: list[dict[str, object]], after_the_welcome: Interlude
) -> None:
    after_the_welcome(lambda: dora.device_sessions.update(ended_at="2026-01-01T00:00:00Z"))
    hear('{"type": "ping"}')
    assert types(said) == ["welcome", "pong", "goodbye", "closed"]
    assert said[2]["code"] == 4401
    assert registry.of_users([connection.user]) == []


def test_calls_that_change_before_the_connection_is_attached_are_told(
    make_user: MakeUser,
    dora: User,
    emil: User,
    connection: Connection,
    said: list[dict[str, object]],
    after_the_welcome: Interlude,
) -> None:
    frank = make_user("frank")
    ringing = start(frank, open_direct(frank, dora)[0])
    place = open_direct(emil, dora)[0]

    def change() -> None:
        joining.decline(dora, str(ringing.id))
        start(emil, place)

    after_the_welcome(change)
    hear('{"type": "ping"}')
    told = [msgspec.convert(frame, CallFrame).call for frame in said if frame["type"] == "call"]
    assert {call.started_by: call.state for call in told} == {str(frank.id): "ended", str(emil.id): "ringing"}


def test_who_comes_before_the_connection_is_attached_is_online(
    dora: User,
    emil: User,
    connection: Connection,
    said: list[dict[str, object]],
    after_the_welcome: Interlude,
    settings: Settings,
) -> None:
    settings.PRESENCE = "apps.fanout.gateway.presence.ConnectedPresence"
    open_direct(emil, dora)
    his = Connection("c2=", str(emil.id), connection.session, ENDPOINT, LATER)
    after_the_welcome(lambda: registry.attach(his))
    hear('{"type": "ping"}')
    assert types(said) == ["welcome", "pong", "presence"]
    assert (said[2]["user"], said[2]["status"]) == (str(emil.id), "online")


def test_of_a_client_that_leaves_with_its_welcome_nothing_stays(
    emil: User, connection: Connection, said: list[dict[str, object]], after_the_welcome: Interlude
) -> None:
    after_the_welcome(lambda: sockets.disconnected(connection.id))
    hear(f'{{"type": "watch", "users": ["{emil.id}"]}}')
    assert types(said) == ["welcome", "presence"]
    assert (registry.of_users([connection.user]), registry.watchers(str(emil.id))) == ([], [])
    assert table.get(registry.meta(connection.id)) is None


def test_what_is_no_frame_is_answered_too(connection: Connection, said: list[dict[str, object]]) -> None:
    hear('{"type": "nothing", "ref": "r"}')
    assert types(said) == ["welcome", "error"]
    assert said[1]["ref"] == "r"
    hear("no object")
    assert [said[2]["type"], said[2]["code"], said[3]["type"]] == ["goodbye", 4400, "closed"]
    assert registry.of_users([connection.user]) == []


def test_a_welcome_that_fails_sends_the_client_away(
    connection: Connection, said: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(conversations, "welcome_heads", away)
    hear('{"type": "ping"}')
    assert [said[0]["type"], said[0]["code"], said[1]["type"]] == ["goodbye", 1012, "closed"]
    assert keeping.find(connection.id) is None


def test_a_frame_after_the_end_of_the_session_ends_the_connection(
    dora: User, connection: Connection, said: list[dict[str, object]]
) -> None:
    hear('{"type": "ping"}')
    said.clear()
    dora.device_sessions.update(ended_at="2026-01-01T00:00:00Z")
    hear('{"type": "chat", "message": "too late"}')
    assert [said[0]["type"], said[0]["code"], said[1]["type"]] == ["goodbye", 4401, "closed"]


def test_a_frame_of_nobody_ends_the_connection(dynamodb: None, said: list[dict[str, object]]) -> None:
    hear('{"type": "ping"}')
    assert types(said) == ["closed"]


def test_a_frame_that_changes_nothing_writes_nothing(
    connection: Connection, said: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hear('{"type": "ping"}')

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the state was written")

    monkeypatch.setattr(table, "change", refuse)
    hear('{"type": "ping"}')
    assert types(said) == ["welcome", "pong", "pong"]


def test_an_end_that_is_told_twice_is_one(connection: Connection, said: list[dict[str, object]]) -> None:
    hear('{"type": "ping"}')
    sockets.disconnected("c1=")
    sockets.disconnected("c1=")
    assert registry.of_users([connection.user]) == []
    assert keeping.find("c1=") is None


def test_frames_side_by_side_keep_what_each_of_them_changed(
    connection: Connection, said: list[dict[str, object]]
) -> None:
    hear('{"type": "ping"}')
    one, other = keeping.find("c1="), keeping.find("c1=")
    assert one is not None
    assert other is not None
    before = msgspec.structs.replace(one.state)
    one.state.current_room, other.state.watched = "a room", ["somebody"]
    keeping.keep(one, before, welcomed=False)
    keeping.keep(other, before, welcomed=False)
    kept = keeping.find("c1=")
    assert kept is not None
    assert (kept.state.current_room, kept.state.watched, kept.welcomed) == ("a room", ["somebody"], True)
    assert kept.state.cursor == one.state.cursor
