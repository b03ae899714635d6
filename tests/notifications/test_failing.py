"""An address that fails: tried again, spared while it fails, given up after three days or when it says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from apps.accounts.models import User
from apps.conversations.models import Conversation
from apps.core import clock
from apps.notifications.deliveries import deliver
from apps.notifications.models import Webhook
from apps.notifications.services import outcomes, webhooks
from apps.outbox.handlers import Failed, NotNow

from .conftest import job
from .receiver import Receiver

pytestmark = pytest.mark.django_db
Say = Callable[[str], int]


@pytest.fixture
def failing(receiver: Receiver, webhook: Webhook, say: Say) -> Webhook:
    """The webhook, whose one attempt failed."""
    say("hello")
    receiver.statuses = [500]
    with pytest.raises(Failed, match="HTTP 500"):
        deliver([job(webhook, 1)])
    receiver.next()
    webhook.refresh_from_db()
    return webhook


def pause_is_over(webhook: Webhook) -> None:
    Webhook.objects.filter(id=webhook.id).update(next_attempt_at=clock.now())


def test_a_failure_is_counted(failing: Webhook) -> None:
    assert (failing.failures, failing.last_status, failing.last_error) == (1, 500, "HTTP 500")
    assert failing.active
    assert failing.failing_since is not None


def test_what_waits_behind_a_failure_is_not_attempted_before_the_pause_is_over(
    failing: Webhook, receiver: Receiver
) -> None:
    Webhook.objects.filter(id=failing.id).update(next_attempt_at=clock.now() + timedelta(seconds=30))
    with pytest.raises(NotNow) as later:
        deliver([job(failing, 1)])
    assert 20 < later.value.seconds < 32
    assert receiver.requests.empty()


def test_one_at_a_time_finds_out_whether_it_still_fails(failing: Webhook) -> None:
    pause_is_over(failing)
    outcomes.take_turn(failing)
    with pytest.raises(NotNow):
        outcomes.take_turn(failing)


def test_two_who_find_out_at_once_are_one(failing: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    pause_is_over(failing)
    whole = clock.now

    def now() -> object:
        moment = whole()
        Webhook.objects.filter(id=failing.id).update(next_attempt_at=moment + outcomes.TURN)
        return moment

    monkeypatch.setattr(clock, "now", now)
    with pytest.raises(NotNow):
        outcomes.take_turn(failing)


def test_pauses_grow_to_five_minutes(failing: Webhook) -> None:
    pauses = []
    for failures in (0, 3, 8, 9, 200):
        Webhook.objects.filter(id=failing.id).update(failures=failures)
        pause_is_over(failing)
        with pytest.raises(Failed):
            deliver([job(failing, 1)])
        failing.refresh_from_db()
        assert failing.next_attempt_at
        pauses.append(round((failing.next_attempt_at - clock.now()).total_seconds()))
    for pause, wanted in zip(pauses, (1, 8, 256, 300, 300), strict=True):
        assert wanted - 5 < pause <= wanted


def test_success_forgets_the_failures(failing: Webhook, receiver: Receiver) -> None:
    receiver.statuses = [200]
    pause_is_over(failing)
    deliver([job(failing, 1)])
    failing.refresh_from_db()
    assert (failing.failures, failing.failing_since, failing.next_attempt_at) == (0, None, None)
    assert (failing.last_status, failing.last_error) == (200, "")


def test_three_days_of_nothing_but_failures_disable_it(failing: Webhook) -> None:
    def fail(failures: int, since: timedelta) -> Webhook:
        Webhook.objects.filter(id=failing.id).update(failures=failures, failing_since=clock.now() - since)
        pause_is_over(failing)
        with pytest.raises(Failed):
            deliver([job(failing, 1)])
        failing.refresh_from_db()
        return failing

    # Often, but not for long; long, but not often; then both.
    assert fail(500, timedelta(days=2.9)).active
    assert fail(8, timedelta(days=9)).active
    disabled = fail(9, timedelta(days=3, minutes=1))
    assert (disabled.active, disabled.disabled_at is not None) == (False, True)


def test_gone_disables_it_at_once(webhook: Webhook, receiver: Receiver, say: Say) -> None:
    receiver.statuses = [410]
    deliver([job(webhook, say("hello"))])
    webhook.refresh_from_db()
    assert (webhook.active, webhook.disabled_at is not None, webhook.last_status) == (False, True, 410)


def test_switching_it_on_again_forgets_everything(alice: User, group: Conversation, failing: Webhook) -> None:
    Webhook.objects.filter(id=failing.id).update(active=False, disabled_at=clock.now())
    webhooks.change(alice, str(group.id), str(failing.id), active=True)
    failing.refresh_from_db()
    assert (failing.active, failing.disabled_at, failing.failures, failing.failing_since) == (
        True,
        None,
        0,
        None,
    )


def test_an_address_that_came_to_lead_inside_is_a_failure(
    webhook: Webhook, receiver: Receiver, say: Say, settings: object
) -> None:
    settings.WEBHOOK_NETWORKS = ()  # type: ignore[attr-defined]
    with pytest.raises(Failed, match="not a public address"):
        deliver([job(webhook, say("hello"))])
    assert receiver.requests.empty()
