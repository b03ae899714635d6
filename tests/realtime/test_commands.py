"""What each command answers."""

import json

import pytest
from pytest_django.fixtures import Settings

from apps.accounts.models import User
from apps.accounts.services import blocks
from apps.fanout.presence import presence
from tests.realtime.conftest import Talk

pytestmark = pytest.mark.django_db


def test_hello_world(hers: Talk) -> None:
    joined = hers.ask("join_room", room="general", ref="1")
    assert joined == {
        "type": "ack",
        "ref": "1",
        "conversation": joined["conversation"],
        "head": 0,
        "visible_from": 1,
    }
    ack = hers.ask("chat", message="Hello World!")
    assert (ack["type"], ack["seq"], ack["duplicate"]) == ("ack", 1, False)
    assert "ref" not in ack
    assert ack["conversation"] == joined["conversation"]


def test_a_retry_gets_the_first_outcome(hers: Talk) -> None:
    hers.ask("join_room", room="general")
    first = hers.ask("chat", message="once", client_id="k")
    again = hers.ask("chat", message="once", client_id="k")
    assert again == {**first, "duplicate": True}
    assert hers.ask("chat", message="twice", client_id="k")["code"] == "conflict"


def test_without_a_current_room(hers: Talk) -> None:
    answer = hers.ask("chat", message="anyone?", ref="r")
    assert answer == {
        "type": "error",
        "ref": "r",
        "code": "no_current_room",
        "detail": answer["detail"],
        "retryable": False,
    }


def test_leaving_forgets_the_current_room(hers: Talk) -> None:
    hers.ask("join_room", room="general")
    assert hers.ask("leave_room", room="general")["type"] == "ack"
    assert hers.ask("chat", message="anyone?")["code"] == "no_current_room"


def test_an_error_names_the_conversation(hers: Talk) -> None:
    answer = hers.ask("chat", conversation="nowhere", message="hello")
    assert (answer["code"], answer["conversation"]) == ("not_found", "nowhere")


def test_first_generation_spellings(hers: Talk, his: Talk, bob: User) -> None:
    assert hers.ask("join_room", roomId="general")["type"] == "ack"
    assert hers.ask("chat", roomId="general", message="hello")["type"] == "ack"
    assert hers.ask("private_message", targetUserId="bob", message="psst")["type"] == "ack"
    assert hers.say('{"type": "typing_indicator", "isTyping": true}') == []
    assert hers.ask("join_room", room="general", roomId="nowhere")["type"] == "ack"


def test_changing_what_was_said(hers: Talk) -> None:
    hers.ask("join_room", room="general")
    message = hers.ask("chat", message="helo")["message_id"]
    assert hers.ask("edit", message_id=message, message="hello")["message_id"] == message
    assert hers.ask("react", message_id=message, emoji="🎉", on=True)["type"] == "ack"
    assert hers.ask("delete", message_id=message)["type"] == "ack"
    assert hers.ask("delete", message_id="nonsense")["code"] == "not_found"


def test_rooms_are_listed(hers: Talk) -> None:
    (general,) = hers.ask("room_list", search="gener")["rooms"]
    assert (general["slug"], general["joined"]) == ("general", False)
    hers.ask("join_room", room="general")
    assert hers.ask("room_list")["rooms"][0]["joined"] is True
    assert hers.ask("room_list", search="x" * 201)["code"] == "invalid"


def test_reading(hers: Talk) -> None:
    hers.ask("join_room", room="general")
    hers.ask("chat", message="one")
    assert hers.ask("read", conversation="general", seq=99)["seq"] == 1
    assert hers.ask("read", conversation="general", seq=-1)["code"] == "invalid"


def test_resume_gives_what_was_missed(hers: Talk) -> None:
    epoch = hers.session.opened().epoch
    place = hers.ask("join_room", room="general")["conversation"]
    for text in ("one", "two"):
        hers.ask("chat", message=text)
    resumed = hers.ask("resume", epoch=epoch, conversations=[{"id": place, "after": 1}], ref="r")
    assert [event["body"] for event in resumed.pop("events")] == ["two"]
    assert resumed == {
        "type": "resumed",
        "ref": "r",
        "conversation": place,
        "head": 2,
        "visible_from": 1,
        "more": False,
        "reset": False,
        "gone": False,
    }
    stale = hers.ask("resume", epoch="another", conversations=[{"id": place, "after": 1}])
    assert (stale["reset"], stale["events"]) == (True, [])
    assert hers.ask("resume", epoch=epoch, conversations=[{"id": "nowhere", "after": 1}])["gone"] is True
    assert hers.ask("resume", epoch=epoch, conversations=[])["type"] == "ack"


def test_too_many_conversations_to_resume(hers: Talk) -> None:
    points = [{"id": "general", "after": 0}] * 101
    assert hers.ask("resume", epoch="e", conversations=points)["code"] == "invalid"


def test_ping_tells_what_moved(hers: Talk, his: Talk) -> None:
    hers.session.opened()
    place = hers.ask("join_room", room="general")["conversation"]
    pong = hers.ask("ping", ref="p")
    assert (pong["type"], pong["ref"]) == ("pong", "p")
    his.ask("join_room", room="general")
    his.ask("chat", message="news")
    moved = hers.ask("ping", cursor=pong["cursor"])
    assert moved["heads"] == {place: {"head": 1, "read_seq": 0}}
    assert moved["user_version"] >= pong["user_version"]


@pytest.mark.parametrize("cursor", ["", "yesterday", "2026-11-21T00:00:00", "9999-12-31T23:59:59-01:00"])
def test_a_cursor_that_is_none(hers: Talk, cursor: str) -> None:
    assert hers.ask("ping", cursor=cursor)["code"] == "invalid"


@pytest.mark.parametrize(
    "cursor", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-21T00:00:00+14:00"]
)
def test_a_cursor_at_the_ends_of_time(hers: Talk, cursor: str) -> None:
    assert hers.ask("ping", cursor=cursor)["type"] == "pong"


def test_the_version_in_a_pong_is_the_present_one(hers: Talk, alice: User) -> None:
    before = hers.ask("ping")["user_version"]
    User.objects.filter(pk=alice.pk).update(version=before + 5)
    assert hers.ask("ping")["user_version"] == before + 5


def test_watching(hers: Talk, bob: User, carol: User) -> None:
    presence().seen(str(bob.id))
    answers = hers.say(json.dumps({"type": "watch", "users": ["bob", str(carol.id), "bob"], "ref": "w"}))
    assert answers == [
        {"type": "presence", "ref": "w", "user": str(bob.id), "status": "online"},
        {"type": "presence", "ref": "w", "user": str(carol.id), "status": "offline"},
    ]
    assert hers.connection.watched == {str(bob.id), str(carol.id)}
    assert hers.connection.told == {str(bob.id): True, str(carol.id): False}
    assert hers.ask("watch", users=[])["type"] == "ack"
    assert hers.connection.watched == set()
    assert hers.ask("watch", users=["nobody-here"])["type"] == "ack"
    # One who is gone does not cost the others.
    assert [frame["user"] for frame in hers.say('{"type": "watch", "users": ["nobody-here", "bob"]}')] == [
        str(bob.id)
    ]
    assert hers.ask("watch", users=["bob"] * 201)["code"] == "invalid"


def test_direct_peers_are_always_watched(hers: Talk, bob: User) -> None:
    presence().seen(str(bob.id))
    hers.ask("private_message", user="bob", message="hello")
    hers.session.opened()
    assert hers.connection.watched == {str(bob.id)}
    assert hers.connection.frames[-1] == {"type": "presence", "user": str(bob.id), "status": "online"}


def test_blocks_hide_presence_either_way(hers: Talk, alice: User, bob: User) -> None:
    presence().seen(str(bob.id))
    assert hers.ask("watch", users=["bob"])["status"] == "online"
    blocks.block(bob, alice)
    hers.connection.frames.clear()
    hers.session.watch_again()
    assert hers.connection.frames == [{"type": "presence", "user": str(bob.id), "status": "offline"}]
    assert hers.connection.watched == set()
    assert hers.ask("watch", users=["bob"])["status"] == "offline"


def test_a_new_name_is_used_at_once(hers: Talk, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(display_name="Alicia")
    hers.session.state.stale = True
    hers.ask("join_room", room="general")
    assert hers.session.user.display_name == "Alicia"


def test_a_user_who_was_switched_off(hers: Talk, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    hers.session.state.stale = True
    hers.say('{"type": "ping"}')
    assert hers.connection.closed_with == 4401


def test_too_many_commands_may_be_retried(
    hers: Talk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.core.limits.time.time", lambda: 1_800_000_000.0)
    settings.RATE_LIMIT_FACTOR = 1 / 60
    hers.ask("join_room", room="general")
    hers.ask("chat", message="one")
    refused = hers.ask("chat", message="two", ref="r")
    assert (refused["code"], refused["retryable"], refused["ref"]) == ("rate_limited", True, "r")
    assert refused["retry_after"] >= 1


def test_a_failure_of_ours_keeps_the_connection(hers: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("apps.conversations.selectors.rooms.rooms", fail)
    answer = hers.ask("room_list", ref="r")
    assert (answer["code"], answer["retryable"], answer["retry_after"]) == ("unavailable", True, 1)
    assert hers.connection.closed_with is None


def test_resuming_much_leaves_the_rest_for_later(hers: Talk, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "socket_bytes": 1_000}
    epoch = hers.session.opened().epoch
    place = hers.ask("join_room", room="general")["conversation"]
    for text in ("a" * 400, "b"):
        hers.ask("chat", message=text)
    points = [{"id": place, "after": 0}, {"id": place, "after": 0}, {"id": place, "after": 2}]
    answers = hers.say(json.dumps({"type": "resume", "epoch": epoch, "conversations": points}))
    assert [(len(frame["events"]), frame["more"]) for frame in answers] == [(2, False), (0, True), (0, False)]


def test_a_pong_tells_what_was_committed_behind_its_cursor(hers: Talk) -> None:
    place = hers.ask("join_room", room="general")["conversation"]
    hers.ask("chat", message="stamped before the first pong, and seen after it")
    cursor = hers.ask("ping")["cursor"]
    assert hers.ask("ping", cursor=cursor)["heads"] == {place: {"head": 1, "read_seq": 1}}
