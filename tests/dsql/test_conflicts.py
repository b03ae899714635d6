"""Where nobody waits for a lock: of two transactions that collide, the later one fails, and is run again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import OperationalError, connection, connections, transaction

from apps.accounts.models import User
from apps.conversations.models import Conversation, Membership
from apps.conversations.services import log, members
from apps.core import transactions
from apps.core.errors import Forbidden
from apps.outbox.adding import add
from apps.outbox.claims import Job, claim
from apps.outbox.models import OutboxRow
from tests.core.test_transactions import conflict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_dsql")]
Result = TypeVar("Result")


def meanwhile(work: Callable[[], Result]) -> Result:
    """Return what `work` returns, done on another connection."""

    def run() -> Result:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def collides(work: Callable[[], object]) -> bool:
    """Whether the database refuses `work` because somebody else was first."""
    with pytest.raises(OperationalError) as raised:
        work()
    return getattr(raised.value.__cause__, "sqlstate", None) == transactions.SERIALIZATION_FAILURE


def test_a_conflict_at_the_commit_runs_the_work_again(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    found = connections["default"]
    whole, failures, runs = found.commit, [conflict(), conflict()], []

    def commit() -> None:
        if failures:
            raise failures.pop()
        whole()

    monkeypatch.setattr(transactions, "BACKOFF", 0)
    monkeypatch.setattr(found, "commit", commit)
    transactions.run(lambda: runs.append(User.objects.filter(id=alice.id).update(display_name="Alice II")))
    assert runs == [1, 1, 1]
    alice.refresh_from_db()
    assert alice.display_name == "Alice II"


def test_a_send_that_saw_a_member_collides_with_their_removal(
    alice: User, bob: User, group: Conversation
) -> None:
    membership = Membership.objects.filter(conversation=group, user=bob)
    with transaction.atomic():
        assert membership.exists()
        meanwhile(lambda: members.remove(alice, str(group.id), "bob"))
        assert membership.exists()
        assert collides(lambda: log.advance(group.id))
        transaction.set_rollback(True)
    assert not membership.exists()


def test_a_claim_that_loses_the_race_looks_again() -> None:
    add("chore", {"number": 1})
    looks: list[int] = []

    def look() -> list[Job]:
        looks.append(1)
        with transaction.atomic():
            OutboxRow.objects.count()
            if len(looks) == 1:
                assert meanwhile(lambda: len(claim({"chore": 1}))) == 1
            return claim({"chore": 1})

    # The loser sees the row as it was, and may not have it; then it sees that the row is another's.
    assert transactions.read(look) == []
    assert len(looks) == 2


def test_who_joins_while_they_are_banned_stays_out(alice: User, bob: User, room: Conversation) -> None:
    with transaction.atomic():
        assert Conversation.objects.filter(id=room.id).exists()
        meanwhile(lambda: members.ban(alice, "kitchen", "bob"))
        assert collides(lambda: log.advance(room.id, entries=0, joined=1, members=True))
        transaction.set_rollback(True)
    with pytest.raises(Forbidden):
        members.join(bob, "kitchen")
