"""What is kept of a delivery's outcome, and what follows from it for the webhook."""

import logging
import random
from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Coalesce

from apps.core import clock, transactions
from apps.notifications.models import Webhook
from apps.notifications.posting import Answer
from apps.notifications.services.webhooks import WHOLE
from apps.outbox.handlers import NotNow

logger = logging.getLogger(__name__)

GONE = 410
DISABLED_AFTER = timedelta(days=3)
"""Of nothing but failures, and `LEAST_FAILURES` of them: a quiet conversation's webhook has more than one chance."""
LEAST_FAILURES = 10
LONGEST_PAUSE = 300
"""Seconds between two attempts at an address that keeps failing, whatever waits for it."""
TURN = timedelta(seconds=15)
"""Longer than an attempt may take."""


def take_turn(webhook: Webhook) -> None:
    """Let one attempt at a time through to an address that is failing; raise `NotNow` for the others.

    So a dead address occupies one thread for ten seconds now and then, and not every thread all the time.
    """
    if not webhook.failures:
        return
    moment = clock.now()
    waiting = Webhook.objects.filter(id=webhook.id, next_attempt_at__gt=moment)
    ahead = waiting.values_list("next_attempt_at", flat=True).first()
    if ahead is None:
        others = Webhook.objects.filter(id=webhook.id).exclude(next_attempt_at__gt=moment)
        if others.update(next_attempt_at=moment + TURN):
            return
        ahead = moment + TURN
    raise NotNow((ahead - moment).total_seconds() + random.uniform(0, 1))  # noqa: S311 (not a secret)


def record(webhook: Webhook, answer: Answer) -> None:
    """Keep what came of an attempt; most write nothing, since nothing has changed."""
    if not answer.error:
        if webhook.failures or webhook.last_status != answer.status or webhook.last_error:
            kept = {name: value for name, value in WHOLE.items() if name not in {"active", "disabled_at"}}
            _keep(webhook, answer, **kept)
    else:
        transactions.run(lambda: _count_failure(webhook, answer))


def record_test(webhook: Webhook, answer: Answer) -> None:
    """Keep what came of a test, which counts for nothing."""
    _keep(webhook, answer)


def _count_failure(webhook: Webhook, answer: Answer) -> None:
    moment = clock.now()
    pause = timedelta(seconds=min(LONGEST_PAUSE, 2 ** min(webhook.failures, 10)))
    _keep(
        webhook,
        answer,
        failures=F("failures") + 1,
        failing_since=Coalesce(F("failing_since"), moment),
        next_attempt_at=moment + pause,
    )
    rows = Webhook.objects.filter(id=webhook.id, active=True)
    if answer.status != GONE:
        rows = rows.filter(failures__gte=LEAST_FAILURES, failing_since__lte=moment - DISABLED_AFTER)
    if rows.update(active=False, disabled_at=moment):
        logger.warning("webhook %s is disabled: %s", webhook.id, answer.error)


def _keep(webhook: Webhook, answer: Answer, **changed: object) -> None:
    Webhook.objects.filter(id=webhook.id).update(
        last_status=answer.status, last_error=answer.error, **changed
    )
