"""One delivery to one webhook: what it says is read when it is attempted, so that nothing deleted is told."""

import time
from collections.abc import Sequence

import msgspec
from django.db import close_old_connections

from apps.core import strictjson
from apps.notifications import selectors
from apps.notifications.models import Webhook
from apps.notifications.posting import Answer, post
from apps.notifications.services import outcomes
from apps.notifications.signature import sign
from apps.outbox.claims import Job
from apps.outbox.handlers import Failed


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What is posted. `id` is the same in every attempt; `type` is the entry's, or `test` without an entry."""

    id: str
    type: str
    conversation: str
    entry: msgspec.Raw | None


class _Tagged(msgspec.Struct, frozen=True):
    type: str


def deliver(jobs: Sequence[Job]) -> None:
    """Post an entry ({webhook, seq}); raise `Failed` when that is to be tried again, `NotNow` when it must wait."""
    for job in jobs:
        webhook = selectors.find(job.payload["webhook"])
        if webhook is not None and webhook.active:
            _deliver(job, webhook)


def deliver_test(jobs: Sequence[Job]) -> None:
    """Post a delivery without an entry ({webhook}), once."""
    for job in jobs:
        webhook = selectors.find(job.payload["webhook"])
        if webhook is not None:
            outcomes.record_test(webhook, _post(job, webhook, "test", None))


def _deliver(job: Job, webhook: Webhook) -> None:
    entry = selectors.entry_for(webhook, job.payload["seq"])
    if entry is None:
        return
    outcomes.take_turn(webhook)
    type_ = msgspec.json.decode(entry, type=_Tagged).type
    answer = _post(job, webhook, type_, msgspec.Raw(entry))
    outcomes.record(webhook, answer)
    if answer.error and answer.status != outcomes.GONE:
        raise Failed(answer.error)


def _post(job: Job, webhook: Webhook, type_: str, entry: msgspec.Raw | None) -> Answer:
    # The other side may take its time, and a connection to the database is not to wait with us.
    close_old_connections()
    delivery = Delivery(id=str(job.id), type=type_, conversation=str(webhook.conversation_id), entry=entry)
    body = strictjson.encode(delivery)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Parley",
        "Parley-Delivery": delivery.id,
        "Parley-Signature": sign(webhook.secret, body, int(time.time())),
    }
    return post(webhook.address, body, headers)
