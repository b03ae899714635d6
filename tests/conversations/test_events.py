"""GET /api/conversations/{id}/events, and what `resumed` says: the log after a cursor."""

from uuid import UUID

import msgspec
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.conversations.selectors import installation, log
from apps.conversations.services import members, messages
from apps.conversations.services.conversations import NewConversation, create
from apps.core import strictjson
from tests.conftest import Api, MakeUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(alice: User, bob: User) -> str:
    return str(create(alice, NewConversation(kind="group", title="Talk", members=["bob"]))[0].id)


def test_every_kind_of_entry(api: Api, group: str, alice: User, bob: User, carol: User) -> None:
    sent = messages.send_message(alice, group, body="hello").message
    messages.edit_message(alice, str(sent.id), "hello @bob")
    messages.react(bob, str(sent.id), "👍", on=True)
    members.invite(alice, group, "carol")
    members.change_role(alice, group, "carol", "admin")  # type: ignore[arg-type]
    members.leave(carol, group)
    api(alice).patch(f"/api/conversations/{group}", {"title": "Talks"})
    page = api(bob).get(f"/api/conversations/{group}/events?after=0").json()
    said, edited, reacted, joined, role, left, updated = page["events"]
    assert [event["seq"] for event in page["events"]] == list(range(1, 8))
    assert (said["type"], said["body"], said["edited_at"], said["mentions"]) == (
        "message",
        "hello @bob",
        edited["edited_at"],
        [str(bob.id)],
    )
    assert said["reactions"] == [{"emoji": "👍", "count": 1, "mine": True}]
    assert (edited["type"], edited["message_id"], edited["body"]) == (
        "message_edited",
        said["id"],
        "hello @bob",
    )
    assert {key: reacted[key] for key in ("type", "emoji", "user", "on", "count")} == {
        "type": "reaction",
        "emoji": "👍",
        "user": str(bob.id),
        "on": True,
        "count": 1,
    }
    assert (joined["type"], joined["user"]["username"], joined["role"]) == (
        "member_joined",
        "carol",
        "member",
    )
    assert (role["type"], role["user"], role["role"]) == ("member_role", str(carol.id), "admin")
    assert (left["type"], left["user"], left["actor"]) == ("member_left", str(carol.id), str(carol.id))
    assert (updated["type"], updated["title"], "history" in updated) == (
        "conversation_updated",
        "Talks",
        False,
    )
    assert (page["head"], page["visible_from"], page["more"], page["reset"]) == (7, 1, False, False)
    assert page["epoch"] == installation.epoch()


def test_a_deleted_message_is_replayed_without_its_body(api: Api, group: str, alice: User) -> None:
    sent = messages.send_message(alice, group, body="secret").message
    messages.edit_message(alice, str(sent.id), "still secret")
    messages.delete_message(alice, str(sent.id))
    answer = api(alice).get(f"/api/conversations/{group}/events?after=0")
    assert b"secret" not in answer.content
    said, edited, deleted = answer.json()["events"]
    assert (said["body"], said["deleted"], edited["body"]) == (None, True, None)
    assert (deleted["type"], deleted["by"]) == ("message_deleted", str(alice.id))


def test_an_erased_account_stays_in_the_log(api: Api, group: str, alice: User, carol: User) -> None:
    members.invite(alice, group, "carol")
    carol_id = str(carol.id)
    carol.delete()
    (joined,) = api(alice).get(f"/api/conversations/{group}/events?after=0").json()["events"]
    assert (joined["user"]["id"], joined["user"]["username"]) == (carol_id, "deleted")


def test_pages(api: Api, group: str, alice: User) -> None:
    for number in range(5):
        messages.send_message(alice, group, body=str(number))
    page = api(alice).get(f"/api/conversations/{group}/events?after=1&limit=2").json()
    assert ([event["seq"] for event in page["events"]], page["more"], page["head"]) == ([2, 3], True, 5)
    page = api(alice).get(f"/api/conversations/{group}/events?after=3&limit=2").json()
    assert ([event["seq"] for event in page["events"]], page["more"]) == ([4, 5], False)


@pytest.mark.parametrize("query", ["", "?after=-1", "?after=x", "?after=0&limit=0", "?after=0&limit=501"])
def test_what_cannot_be_understood_is_invalid(api: Api, group: str, alice: User, query: str) -> None:
    answer = api(alice).get(f"/api/conversations/{group}/events{query}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid")


def test_reset(group: str, settings: LazySettings, alice: User, carol: User) -> None:
    settings.LIMITS = {**settings.LIMITS, "resume_entries": 3}
    for number in range(3):
        messages.send_message(alice, group, body=str(number))
    members.invite(alice, group, "carol")
    epoch = installation.epoch()

    def reset(user: User, after: int, given: str = epoch) -> bool:
        parts = log.resume(user.id, given, group, after)
        assert bool(parts.events) is not (parts.reset or after == 4)
        return parts.reset

    assert not reset(alice, 4)
    assert not reset(alice, 1)
    assert reset(alice, 0)
    assert reset(alice, 5)
    assert reset(alice, 3, "another epoch")
    assert not reset(carol, 3)
    assert reset(carol, 2)


def test_gone_for_strangers_and_for_what_is_not_there(group: str, alice: User, carol: User) -> None:
    room = str(create(alice, NewConversation(kind="room", slug="open.room"))[0].id)
    for place in (group, room, str(UUID(int=7)), "no.such.room", "?"):
        parts = log.resume(carol.id, installation.epoch(), place, 0)
        assert msgspec.structs.asdict(parts) == {
            "conversation": place,
            "epoch": installation.epoch(),
            "events": [],
            "head": 0,
            "visible_from": 0,
            "more": False,
            "reset": False,
            "gone": True,
        }


def test_a_resumed_frame_fits_its_limit(group: str, settings: LazySettings, alice: User) -> None:
    for _ in range(12):
        messages.send_message(alice, group, body="😀" * 4000)
    after, seen = 0, []
    while True:
        parts = log.resume(alice.id, installation.epoch(), group, after)
        assert len(strictjson.encode(parts)) <= settings.LIMITS["server_frame_bytes"]
        seen += [event.seq for event in parts.events]
        after = seen[-1]
        if not parts.more:
            break
    assert seen == list(range(1, 13))


def test_common_entries_quote_only_whoever_may_see(group: str, alice: User, bob: User) -> None:
    original = messages.send_message(alice, group, body="the original").message
    messages.react(bob, str(original.id), "👍", on=True)
    messages.send_message(alice, group, body="a reply", reply_to=str(original.id))
    first, reaction, reply = log.common_entries(UUID(group), 0, 10)
    said = msgspec.json.decode(first.payload)
    assert (said["seq"], said["updated_seq"], said["reactions"]) == (1, 1, [])
    assert msgspec.json.decode(reaction.payload)["type"] == "reaction"
    assert reply.quotes_seq == 1
    assert msgspec.json.decode(reply.payload)["reply_to"]["excerpt"] == "the original"
    assert b"original" not in reply.payload_unquoted
    assert msgspec.json.decode(reply.payload_unquoted)["reply_to"] is None
    assert log.common_entries(UUID(group), 2, 10) == [reply]


def test_statements_do_not_grow_with_the_page(group: str, make_user: MakeUser, alice: User, api: Api) -> None:
    client = api(alice)
    counts = []
    for round_ in range(2):
        for number in range(1 + 20 * round_):
            members.invite(alice, group, make_user(f"guest{round_}{number}").username)
            messages.send_message(alice, group, body="hello")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/conversations/{group}/events?after=0&limit=500").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 7
