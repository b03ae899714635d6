"""Moments that a run of random clients meets only now and then, brought about on purpose."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from apps.accounts.models import User
from apps.calls.services import joining
from apps.conversations.access import access_membership
from apps.conversations.frames import EntryFrame
from apps.conversations.models import Conversation, Installation, LogEntry, Membership
from apps.conversations.selectors import log
from apps.conversations.services import members
from apps.conversations.services.conversations import NewConversation, create
from apps.conversations.services.log import lock
from apps.conversations.services.messages import send_message
from apps.core.errors import CallEnded, Forbidden, NotFound
from apps.fanout import publish as publishing
from apps.fanout.events import Event
from apps.realtime.frames import Welcome
from apps.realtime.session import RealtimeSession
from tests.calls.conftest import device_of, start
from tests.realtime.sockets import opened, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("installed")]
PATIENCE = 10


@pytest.fixture
def installed(transactional_db: None) -> None:
    """What migrations put into every installation, which a transactional test finds emptied."""
    Installation.objects.get_or_create(defaults={"epoch": "e"})


@pytest.fixture
def group(alice: User, bob: User) -> Conversation:
    return create(alice, NewConversation(kind="group", title="Tea", members=["bob"]))[0]


def seqs(conversation: Conversation) -> list[int]:
    return list(
        LogEntry.objects.filter(conversation=conversation).order_by("seq").values_list("seq", flat=True)
    )


def test_a_refused_message_takes_no_number(alice: User, bob: User) -> None:
    room = create(alice, NewConversation(kind="room", slug="kitchen"))[0]
    with pytest.raises(Forbidden):
        send_message(bob, "kitchen", body="let me in")
    send_message(alice, "kitchen", body="hello")
    assert seqs(room) == [1]


def test_a_message_that_waits_for_a_removal_is_refused(alice: User, bob: User, group: Conversation) -> None:
    """It is sent while its sender is a member, and its turn comes when they are none."""
    sending = _overtaken(
        group,
        lambda: send_message(bob, str(group.id), body="too late"),
        lambda: members.remove(alice, str(group.id), "bob"),
    )
    with pytest.raises(NotFound):
        sending.result()
    assert LogEntry.objects.filter(conversation=group).latest("seq").type == "member_left"


def test_a_hang_up_that_waits_for_another_finds_the_call_ended(
    alice: User, bob: User, group: Conversation
) -> None:
    call = start(alice, group)
    joining.accept(bob, str(call.id), device_of(bob))
    hanging_up = _overtaken(
        group,
        lambda: joining.hang_up(bob, str(call.id)),
        lambda: joining.hang_up(alice, str(call.id)),
    )
    with pytest.raises(CallEnded):
        hanging_up.result()
    assert LogEntry.objects.filter(conversation=group, type="call_ended").count() == 1


def _overtaken(
    conversation: Conversation, late: Callable[[], object], early: Callable[[], object]
) -> Future[object]:
    """Have `late` wait for the lock of a conversation under which `early` is done; return how it went on."""

    def wait() -> object:
        try:
            return late()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        lock(conversation.id)
        waiting = pool.submit(wait)
        _until_somebody_waits_for_a_lock()
        early()
    return waiting


def _until_somebody_waits_for_a_lock() -> None:
    gave_up = threading.Event()
    giving_up = threading.Timer(PATIENCE, gave_up.set)
    giving_up.start()
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with connection.cursor() as cursor:
        while not gave_up.is_set():
            cursor.execute(waiting)
            if cursor.fetchone() != (0,):
                break
    giving_up.cancel()
    assert not gave_up.is_set(), "nobody waits for the conversation"


def test_what_is_committed_during_a_resume_is_not_passed_over(
    alice: User, group: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that was told a head, and not that there is more, takes what it has for everything up to that head."""
    send_message(alice, str(group.id), body="before")
    read: Callable[..., list[EntryFrame]] = log.events

    def overtaken(membership: Membership, after: int, limit: int) -> list[EntryFrame]:
        found = read(membership, after, limit)
        send_message(alice, str(group.id), body="meanwhile")
        return found

    monkeypatch.setattr(log, "events", overtaken)
    page = log.page(access_membership(alice.id, str(group.id)), 0, 100)
    assert not page.more
    assert page.head == page.events[-1].seq


def test_what_is_committed_while_the_welcome_is_read_is_pushed(
    alice: User, group: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is above the heads of the welcome, so that nothing but the push will bring it."""
    read: Callable[[RealtimeSession], Welcome] = RealtimeSession.opened

    def overtaken(session: RealtimeSession) -> Welcome:
        welcome = read(session)
        send_message(alice, str(group.id), body="meanwhile")
        return welcome

    monkeypatch.setattr(RealtimeSession, "opened", overtaken)

    async def scenario() -> None:
        async with opened(alice) as socket:
            heard = await socket.expect("message")
            assert (heard["seq"], heard["body"]) == (1, "meanwhile")

    run(scenario)


def test_nobody_hears_of_what_is_rolled_back(
    alice: User, group: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Event] = []
    monkeypatch.setattr(publishing, "publish", told.append)

    class Broken(Exception):
        pass

    def broken() -> None:
        with transaction.atomic():
            send_message(alice, str(group.id), body="never said")
            raise Broken

    with pytest.raises(Broken):
        broken()
    assert told == []
    send_message(alice, str(group.id), body="said")
    assert told != []
