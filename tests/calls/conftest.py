"""People with devices, places to call from, and an ear on what is published."""

from uuid import UUID

import pytest

from apps.accounts.models import User
from apps.accounts.services.sessions import start_session
from apps.calls.models import Call, Participant
from apps.calls.services import joining, recordings
from apps.calls.services.locked_call import Device
from apps.conversations.models import Conversation
from apps.conversations.services.conversations import NewConversation, create, open_direct
from tests.conversations.conftest import frames_in, published
from tests.files.conftest import folder, worked

__all__ = ["device_of", "folder", "frames_in", "published", "start", "states", "versions", "worked"]


def device_of(user: User, connection: str = "c") -> Device:
    """Return a device on which `user` has just signed in."""
    return Device(session=start_session(user, name="test", address=None).id, connection=connection)


def start(user: User, conversation: Conversation, device: Device | None = None) -> Call:
    return joining.start(user, str(conversation.id), ["audio"], device or device_of(user))


def states(call: Call | UUID) -> dict[str, str]:
    """Return the states of a call's participants by their names."""
    rows = Participant.objects.filter(call=call).select_related("user")
    return {row.user.username: row.state for row in rows}


def versions(*users: User) -> list[int]:
    """Return how often something of these users changed."""
    return [User.objects.get(id=user.id).version for user in users]


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
def direct(alice: User, bob: User) -> Conversation:
    return open_direct(alice, bob)[0]


@pytest.fixture
def group(alice: User, bob: User, carol: User) -> Conversation:
    """Alice's group, with Bob and Carol."""
    return create(alice, NewConversation(kind="group", title="Tea", members=["bob", "carol"]))[0]


@pytest.fixture
def talk(alice: User, bob: User, group: Conversation) -> Talk:
    return Talk(alice, bob, group)


@pytest.fixture
def recorded(talk: Talk, alice: User, bob: User) -> Talk:
    for user in (alice, bob):
        talk.says(user)
    return talk
