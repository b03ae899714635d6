"""Recording a call: who must agree to it, and what stops it."""

import pytest

from apps.accounts.models import User
from apps.calls.models import Participant, Recording
from apps.calls.services import joining, recordings
from apps.conversations.models import Conversation
from apps.conversations.services import members
from apps.core.errors import Forbidden
from tests.conversations.conftest import Published

from .conftest import Talk, device_of, frames_in, versions

pytestmark = pytest.mark.django_db


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
