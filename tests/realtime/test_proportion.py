"""What connecting and leaving cost depends on the one who does it, not on how many others are there."""

from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from apps.accounts.models import User
from apps.conversations.models import Conversation, Membership
from apps.core.threads import run_in_pool
from apps.fanout.feeds import Feed
from apps.fanout.people import Person
from apps.realtime.source import RecordSource
from tests.fanout.fakes import quiet, until
from tests.realtime.conftest import Talk
from tests.realtime.sockets import Socket, opened, run, token_of
from tools.servers import valkey

SUBSCRIBING = ("subscribe", "psubscribe", "ssubscribe", "unsubscribe")


@pytest.fixture
def broker(settings: Settings, tmp_path: Path) -> Any:
    """A Valkey that nobody else uses, as cache and channel layer."""
    with valkey(tmp_path) as url:
        settings.CACHES = {
            "default": {"BACKEND": "apps.core.caches.SharedCache", "LOCATION": url},
            "local": configured.CACHES["local"],
        }
        layer = "channels_redis.pubsub.RedisPubSubChannelLayer"
        settings.CHANNEL_LAYERS = {"default": {"BACKEND": layer, "CONFIG": {"hosts": [url]}}}
        with redis.Redis.from_url(url) as asked:
            yield asked


def calls(broker: Any) -> dict[str, int]:
    """Return how often each command was given."""
    return {name.partition("_")[2]: told["calls"] for name, told in broker.info("commandstats").items()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("installed")
def test_connecting_joins_nothing_at_the_broker(broker: Any, alice: User, bob: User) -> None:
    async def scenario() -> None:
        token = await run_in_pool(token_of, bob)
        async with opened(alice, "roomId=general"):
            await until(lambda: calls(broker).get("subscribe"))
            # Her own presence key, which her coming has kept once more.
            await quiet()
            before = calls(broker)
            sockets = [Socket(f"token={token}") for _ in range(5)]
            for socket in sockets:
                await socket.open()
            after = calls(broker)
            for socket in sockets:
                await socket.leave()
        given = {name: after[name] - before.get(name, 0) for name in after}
        assert {name: given.get(name, 0) for name in SUBSCRIBING} == dict.fromkeys(SUBSCRIBING, 0)
        # The presence key alone: set, or kept by those that find it set.
        assert given.get("set", 0) + given.get("pexpire", 0) + given.get("expire", 0) <= 2 * len(sockets)

    run(scenario)


def member_of(user: User, count: int) -> None:
    groups = [Conversation(kind="group", title="g", history="shared") for _ in range(count)]
    Conversation.objects.bulk_create(groups)
    Membership.objects.bulk_create(
        Membership(conversation=group, user=user, visible_from=1) for group in groups
    )


def statements_of_connecting(hers: Talk) -> int:
    with CaptureQueriesContext(connection) as captured:
        user = str(hers.session.user_id)
        RecordSource().heads(list(RecordSource().memberships([user])[user]))
        hers.session.opened()
    return len(captured)


@pytest.mark.django_db
def test_connecting_asks_as_much_with_many_conversations(hers: Talk, alice: User) -> None:
    member_of(alice, 2)
    few = statements_of_connecting(hers)
    member_of(alice, 100)
    assert statements_of_connecting(hers) == few


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("installed")
def test_leaving_touches_what_the_leaver_was_in(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    member_of(alice, 50)
    member_of(bob, 3)
    touched: list[str] = []
    remove = Feed.remove

    def noted(feed: Feed, person: Person) -> None:
        touched.append(person.user)
        remove(feed, person)

    monkeypatch.setattr(Feed, "remove", noted)

    async def scenario() -> None:
        async with opened(alice), opened(alice):
            async with opened(bob):
                pass
            assert touched == [str(bob.id)] * 3

    run(scenario)
