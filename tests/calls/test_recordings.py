"""Recording a call: nobody is who did not agree, what arrives becomes a file of the conversation's, and goes again."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from apps.accounts.models import User
from apps.calls.models import Call, Participant, Recording
from apps.calls.services import joining, recordings
from apps.conversations.models import Conversation
from apps.conversations.services import conversations, members
from apps.conversations.services.erasure import erase
from apps.core.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from apps.files.models import File
from apps.outbox.claims import claim
from apps.outbox.models import OutboxRow
from tests.conftest import Api
from tests.conversations.conftest import Published
from tests.files.conftest import Worked

from .conftest import device_of, frames_in, start, versions

pytestmark = pytest.mark.django_db

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + bytes(64)


@pytest.fixture(autouse=True)
def small_parts(settings: Settings) -> None:
    """Parts of a few bytes are large enough."""
    settings.LIMITS = {**settings.LIMITS, "part_bytes_least": 4}


class Talk:
    """A call of the group in which Alice and Bob are, each with a device."""

    def __init__(self, alice: User, bob: User, group: Conversation) -> None:
        self.devices = {user: device_of(user) for user in (alice, bob)}
        self.id = str(start(alice, group, self.devices[alice]).id)
        joining.accept(bob, self.id, self.devices[bob])

    def says(self, user: User, *, given: bool = True) -> None:
        recordings.consent(user, self.id, self.devices[user], given=given)

    @property
    def row(self) -> Call:
        return Call.objects.get(id=self.id)


@pytest.fixture
def talk(alice: User, bob: User, group: Conversation) -> Talk:
    return Talk(alice, bob, group)


@pytest.fixture
def recorded(talk: Talk, alice: User, bob: User) -> Talk:
    for user in (alice, bob):
        talk.says(user)
    return talk


def put(client: Any, call: str, number: int, content: bytes) -> None:
    made = client.post(f"/api/calls/{call}/recording/parts", {"number": number, "size": len(content)})
    assert made.status_code == 200, made.content
    sent = Client(enforce_csrf_checks=True).put(made.json()["url"], content, "application/octet-stream")
    assert sent.status_code < 300, sent.content


def listed(client: Any, call: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = client.get(f"/api/calls/{call}").json()["recordings"]
    return shown


def test_it_begins_when_everybody_has_agreed(
    talk: Talk, alice: User, bob: User, carol: User, published: Published
) -> None:
    with published() as events:
        talk.says(alice)
    asked = frames_in(events)[-1]["call"]["recording"]
    own = Participant.objects.get(user=alice)
    assert asked == {"state": "asked", "by": str(own.id), "consents": [str(own.id)]}
    assert not Recording.objects.exists()
    before = versions(alice, bob, carol)
    with published() as events:
        talk.says(bob)
    assert frames_in(events)[-1]["call"]["recording"]["state"] == "recording"
    assert versions(alice, bob, carol) == [version + 1 for version in before]
    assert Recording.objects.get().by == alice


def test_whoever_says_no_ends_the_question_and_the_recording(talk: Talk, alice: User, bob: User) -> None:
    talk.says(alice)
    talk.says(bob, given=False)
    assert (talk.row.consents, Recording.objects.count()) == (None, 0)
    for user in (alice, bob):
        talk.says(user)
    talk.says(bob, given=False)
    assert (talk.row.consents, talk.row.recording) == (None, None)
    assert Recording.objects.get().state == "uploading"


def test_nobody_else_may_agree(talk: Talk, alice: User, bob: User, carol: User) -> None:
    with pytest.raises(Forbidden):
        recordings.consent(carol, talk.id, device_of(carol), given=True)
    with pytest.raises(Forbidden):
        recordings.consent(bob, talk.id, device_of(bob), given=True)
    joining.hang_up(bob, talk.id)
    with pytest.raises(Forbidden):
        talk.says(bob)
    assert talk.row.consents is None


def test_whoever_joins_stops_it_until_they_agree_too(
    recorded: Talk, alice: User, bob: User, carol: User
) -> None:
    recorded.devices[carol] = device_of(carol)
    joining.accept(carol, recorded.id, recorded.devices[carol])
    assert recorded.row.consents is None
    assert Recording.objects.get().state == "uploading"
    for user in (alice, bob):
        recorded.says(user)
    assert recorded.row.recording is None
    recorded.says(carol)
    assert Recording.objects.get(state="recording").id == recorded.row.recording


def test_it_begins_when_whoever_had_not_agreed_is_gone(
    talk: Talk, alice: User, bob: User, carol: User
) -> None:
    joining.accept(carol, talk.id, device_of(carol))
    for user in (alice, bob):
        talk.says(user)
    assert not Recording.objects.exists()
    joining.hang_up(carol, talk.id)
    assert Recording.objects.get().state == "recording"


@pytest.mark.parametrize("how", ["leaves", "is removed"])
def test_it_stops_with_whoever_records(
    talk: Talk, alice: User, bob: User, carol: User, group: Conversation, how: str
) -> None:
    talk.devices[carol] = device_of(carol)
    joining.accept(carol, talk.id, talk.devices[carol])
    for user in (bob, alice, carol):
        talk.says(user)
    assert Recording.objects.get().by == bob
    if how == "leaves":
        joining.hang_up(bob, talk.id)
    else:
        members.remove(alice, str(group.id), "bob")
    assert (talk.row.state, talk.row.consents) == ("active", None)
    assert Recording.objects.get().state == "uploading"


def test_it_stops_with_the_call(recorded: Talk, bob: User, carol: User) -> None:
    joining.decline(carol, recorded.id)
    joining.hang_up(bob, recorded.id)
    assert (recorded.row.state, recorded.row.recording) == ("ended", None)
    assert Recording.objects.get().state == "uploading"


def test_what_was_recorded_is_the_conversations(
    recorded: Talk, api: Api, alice: User, bob: User, group: Conversation, make_user: Any, worked: Worked
) -> None:
    put(api(alice), recorded.id, 1, WEBM)
    put(api(alice), recorded.id, 2, b"the rest")
    parts = api(alice).get(f"/api/calls/{recorded.id}/recording/parts").json()["parts"]
    assert parts == [{"number": 1, "size": len(WEBM)}, {"number": 2, "size": 8}]
    recorded.says(alice, given=False)
    done = api(alice).post(f"/api/calls/{recorded.id}/recording/complete").json()
    assert done["state"] == "ready"
    worked("file")
    (row,) = listed(api(bob), recorded.id)
    assert row["file"]["media_type"] == "video/webm"
    assert row["file"]["size"] == len(WEBM) + 8
    address = f"/api/files/{row['file']['id']}"
    url = api(bob).get(address).json()["url"]
    assert b"".join(Client().get(url)) == WEBM + b"the rest"
    assert api(make_user("dora")).get(address).status_code == 404
    again = api(alice).post(f"/api/calls/{recorded.id}/recording/complete").json()
    assert again == done


def test_only_whoever_records_sends_parts_and_only_while_it_is_open(
    talk: Talk, api: Api, alice: User, bob: User
) -> None:
    with pytest.raises(NotFound):
        recordings.part_address(alice.id, talk.id, 1, 10)
    for user in (alice, bob):
        talk.says(user)
    with pytest.raises(NotFound):
        recordings.part_address(bob.id, talk.id, 1, 10)
    with pytest.raises(Conflict):
        recordings.complete(alice.id, talk.id)
    put(api(alice), talk.id, 1, WEBM)
    talk.says(bob, given=False)
    put(api(alice), talk.id, 2, b"the rest")
    recordings.complete(alice.id, talk.id)
    with pytest.raises(NotFound):
        recordings.part_address(alice.id, talk.id, 3, 10)


def test_there_is_an_end_to_its_size(recorded: Talk, api: Api, alice: User, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "recording_bytes": len(WEBM) + 4}
    put(api(alice), recorded.id, 1, WEBM)
    with pytest.raises(TooLarge):
        recordings.part_address(alice.id, recorded.id, 2, 5)
    # The same part once more takes no more room.
    recordings.part_address(alice.id, recorded.id, 1, len(WEBM))
    for number, size in ((0, 1), (10_001, 1), (1, 0), (1, 17 * 1024 * 1024)):
        with pytest.raises(Invalid):
            recordings.part_address(alice.id, recorded.id, number, size)


def test_the_worker_makes_whole_what_its_recorder_left(
    recorded: Talk, api: Api, alice: User, bob: User, worked: Worked
) -> None:
    """Up to the first part that is missing: what comes after it would be played wrongly."""
    client = api(alice)
    put(client, recorded.id, 1, WEBM)
    put(client, recorded.id, 2, b"second")
    put(client, recorded.id, 4, b"fourth")
    joining.hang_up(alice, recorded.id)
    joining.hang_up(bob, recorded.id)
    worked("recording", "file")
    (row,) = listed(api(bob), recorded.id)
    assert (row["state"], row["file"]["size"]) == ("ready", len(WEBM) + 6)


def test_of_nothing_comes_nothing(recorded: Talk, api: Api, alice: User, bob: User, worked: Worked) -> None:
    recordings.part_address(alice.id, recorded.id, 1, 10)
    recorded.says(alice, given=False)
    worked("recording")
    assert [(row["state"], row["file"]) for row in listed(api(bob), recorded.id)] == [("failed", None)]


def test_it_is_forgotten_in_time(recorded: Talk, api: Api, alice: User, bob: User, worked: Worked) -> None:
    put(api(alice), recorded.id, 1, WEBM)
    recorded.says(bob, given=False)
    recordings.complete(alice.id, recorded.id)
    (row,) = OutboxRow.objects.filter(kind="forget_recording")
    assert (row.due_at - row.created_at).days == 30
    worked("forget_recording", "forget_files")
    assert listed(api(bob), recorded.id) == []
    assert not File.objects.exists()


def test_one_that_is_deleted_is_everybodys_no_more(
    recorded: Talk, api: Api, alice: User, bob: User, published: Published, worked: Worked, folder: Path
) -> None:
    put(api(alice), recorded.id, 1, WEBM)
    recorded.says(bob, given=False)
    recordings.complete(alice.id, recorded.id)
    (row,) = listed(api(bob), recorded.id)
    before = recorded.row.version
    with published() as events:
        recordings.delete(UUID(row["id"]))
    assert {frame["call"]["version"] for frame in frames_in(events)} == {before + 1}
    assert listed(api(bob), recorded.id) == []
    assert api(alice).get(f"/api/files/{row['file']['id']}").status_code == 404
    worked("forget_files")
    assert not [path for path in folder.rglob("*") if path.is_file()]
    recordings.delete(UUID(row["id"]))


def test_one_that_is_deleted_while_it_is_made_stops(
    recorded: Talk, api: Api, alice: User, worked: Worked, folder: Path
) -> None:
    put(api(alice), recorded.id, 1, WEBM)
    recordings.delete(Recording.objects.get().id)
    assert (recorded.row.state, recorded.row.recording, recorded.row.consents) == ("active", None, None)
    with pytest.raises(NotFound):
        recordings.part_address(alice.id, recorded.id, 2, 10)
    worked("abandon_parts", "forget_files", "recording")
    assert not Recording.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_it_goes_with_its_conversation(
    recorded: Talk,
    api: Api,
    alice: User,
    group: Conversation,
    folder: Path,
    worked: Worked,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    put(api(alice), recorded.id, 1, WEBM)
    with django_capture_on_commit_callbacks(execute=True):
        conversations.delete(alice, str(group.id))
    erase(claim({"erase": 1}))
    worked("abandon_parts", "forget_files", "recording")
    assert not Recording.objects.exists()
    assert not File.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]
