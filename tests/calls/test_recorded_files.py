"""What was recorded of a call: its parts, who may have it, and its end."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from apps.accounts.models import User
from apps.calls.models import Recording
from apps.calls.services import joining, recordings
from apps.conversations.models import Conversation
from apps.conversations.services import conversations
from apps.conversations.services.erasure import erase
from apps.core.errors import Conflict, Invalid, NotFound, TooLarge
from apps.files.models import File
from apps.files.services import parts
from apps.outbox.claims import claim
from apps.outbox.models import OutboxRow
from tests.conftest import Api
from tests.conversations.conftest import Published
from tests.files.conftest import Worked

from .conftest import Talk, frames_in
from .recording import WEBM, listed, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_parts(settings: Settings) -> None:
    """Parts of a few bytes are large enough."""
    settings.LIMITS = {**settings.LIMITS, "part_bytes_least": 4}


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


def test_a_recording_that_is_deleted_as_it_is_made_whole_is_not_there(
    recorded: Talk, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    recordings.part_address(alice.id, recorded.id, 1, 10)
    recorded.says(alice, given=False)
    (recording,) = Recording.objects.all()

    def deleted(_file: UUID, _upload: str) -> bool:
        recordings.delete(recording.id)
        return False

    monkeypatch.setattr(parts, "finish", deleted)
    with pytest.raises(NotFound):
        recordings.complete(alice.id, recorded.id)


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
