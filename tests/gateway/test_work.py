"""What the function does when nobody asks: the minute's sweep, the day's end, and what wakes the worker."""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_network

import pytest
from pytest_django import Settings

from apps.accounts.models import Ticket, User
from apps.accounts.services.sessions import start_session
from apps.accounts.services.tickets import issue
from apps.calls.services import joining
from apps.calls.services.locked_call import Device
from apps.conversations.services.conversations import NewConversation, create, delete, open_direct
from apps.conversations.services.messages import send_message
from apps.core import portions, strictjson, transactions
from apps.core.aws.client import call
from apps.core.clock import DatabaseNow
from apps.core.dynamodb import batches
from apps.fanout.gateway import posts, registry
from apps.fanout.gateway.posts import Outcome, Parcel
from apps.fanout.gateway.registry import Connection
from apps.notifications.services import webhooks
from apps.outbox.adding import add
from apps.outbox.models import OutboxRow
from apps.outbox.revival import try_again
from apps.realtime.gateway.invocation import RING, invocation
from chatproject import lambda_function
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db(transaction=True)
LATER = 2**33


@pytest.fixture
def said(dynamodb: None, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The types and codes of what was posted, and `closed` for each connection that was."""
    seen: list[object] = []

    def post_all(parcels: Sequence[Parcel]) -> list[Outcome]:
        frames = [strictjson.decode(text) for _, texts in parcels for text in texts]
        seen.extend((frame["type"], frame.get("code")) for frame in frames)
        return [Outcome.POSTED] * len(parcels)

    monkeypatch.setattr(posts, "post_all", post_all)
    monkeypatch.setattr(posts, "end", lambda _: seen.append("closed"))
    return seen


@pytest.fixture
def dora(make_user: MakeUser) -> User:
    return make_user("dora")


def test_the_sweep_closes_what_belongs_to_sessions_that_are_over(dora: User, said: list[object]) -> None:
    over, other = (start_session(dora, name=name, address=None) for name in ("over", "other"))
    for number, session in enumerate((over, other)):
        registry.attach(Connection(f"c{number}=", str(dora.id), str(session.id), "http://gateway", LATER))
    # As a function leaves it that was killed right after the commit.
    dora.device_sessions.filter(id=over.id).update(ended_at=DatabaseNow(), end_reason="signed_out")
    lambda_function.handler({"parley": "sweep"}, None)
    assert said == [("goodbye", 4401), "closed"]
    assert [left.id for left in registry.of_users([str(dora.id)])] == ["c1="]


def test_the_members_of_a_deleted_room_are_looked_up_together(
    dora: User, make_user: MakeUser, said: list[object], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FANOUT_OUTLET = "apps.fanout.gateway.gathering.gathering"
    people = [dora, *(make_user(name) for name in ("emil", "fred", "gina"))]
    names = [person.username for person in people[1:]]
    with invocation():
        room = create(dora, NewConversation(kind="room", slug="kitchen", members=names))[0]
    for person in people:
        registry.attach(Connection(f"{person.username}=", str(person.id), "session", "http://gateway", LATER))
    asked: list[int] = []

    def get(table: str, keys: Sequence[batches.Key]) -> list[dict[str, object]]:
        asked.append(len(keys))
        return look_up(table, keys)

    look_up = batches.get
    monkeypatch.setattr(batches, "get", get)
    monkeypatch.setattr(portions, "PORTION", 3)
    with invocation():
        delete(dora, str(room.id))
    lambda_function.handler({"parley": "sweep"}, None)
    assert said == [("conversation_removed", None)] * 4
    assert asked == [3, 1]


def test_a_day_ends_what_has_expired(dora: User, dynamodb: None) -> None:
    issue(start_session(dora, name="test", address=None))
    Ticket.objects.update(expires_at=DatabaseNow() - timedelta(days=1))
    lambda_function.handler({"kwargs": {"parley": "expire"}}, None)
    assert not Ticket.objects.exists()


def test_what_is_not_scheduled_is_no_secret(dynamodb: None) -> None:
    with pytest.raises(ValueError, match="'nonsense'"):
        lambda_function.handler({"parley": "nonsense"}, None)


@pytest.fixture
def queue(said: list[object], settings: Settings) -> str:
    """The address of the queue by which the worker is woken."""
    assert settings.SERVERLESS is not None
    made = str(call("sqs", "CreateQueue", {"QueueName": f"{settings.SERVERLESS.tables}-work"})["QueueUrl"])
    settings.SERVERLESS = dataclasses.replace(settings.SERVERLESS, work_queue=made)
    return made


def rings(queue: str) -> list[str]:
    """Return what the queue hands out now."""
    found = call("sqs", "ReceiveMessage", {"QueueUrl": queue, "MaxNumberOfMessages": 10})
    return [message["Body"] for message in found.get("Messages", ())]


def delayed(queue: str) -> int:
    asked = {"QueueUrl": queue, "AttributeNames": ["ApproximateNumberOfMessagesDelayed"]}
    found = call("sqs", "GetQueueAttributes", asked)["Attributes"]
    return int(found["ApproximateNumberOfMessagesDelayed"])


def test_a_webhook_wakes_the_worker(dora: User, queue: str, settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    with invocation():
        group = create(dora, NewConversation(kind="group", title="Tea"))[0]
        send_message(dora, str(group.id), body="nobody else is told")
    assert rings(queue) == []
    with invocation():
        webhooks.create(dora, str(group.id), "http://127.0.0.1:9999/hook")
        send_message(dora, str(group.id), body="somebody is told")
    assert rings(queue) == [RING]
    assert list(OutboxRow.objects.values_list("kind", flat=True)) == ["webhook"]


def test_what_is_due_later_wakes_the_worker_then(dora: User, make_user: MakeUser, queue: str) -> None:
    direct = open_direct(dora, make_user("emil"))[0]
    device = Device(session=start_session(dora, name="test", address=None).id, connection="c0=")
    with invocation():
        joining.start(dora, str(direct.id), ["audio"], device)
    assert (rings(queue), delayed(queue)) == ([], 1)


def test_what_a_run_leaves_to_the_worker_wakes_it_once(queue: str) -> None:
    with invocation():
        transactions.run(lambda: add("forget_files", {"file": "a"}))
        transactions.run(lambda: add("file", {"file": "b"}, {"file": "c"}))
    assert (rings(queue), delayed(queue)) == ([RING], 0)


def test_what_is_due_in_days_wakes_nobody_before(queue: str) -> None:
    with invocation():
        transactions.run(lambda: add("sweep_file", {"file": "a"}, after=24 * 3600))
    assert (rings(queue), delayed(queue)) == ([], 0)


def test_what_is_tried_again_wakes_the_worker(queue: str) -> None:
    transactions.run(lambda: add("file", {"file": "a"}))
    with invocation():
        try_again(OutboxRow.objects.all())
    assert rings(queue) == [RING]
