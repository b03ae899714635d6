"""The calls about webhooks: for owners and admins of groups and rooms."""

from typing import Any

import pytest
from django.conf import LazySettings

from apps.accounts.models import User
from apps.conversations.models import Conversation, Role
from apps.conversations.services import members
from apps.conversations.services.conversations import open_direct
from apps.notifications.models import Webhook
from apps.outbox.models import OutboxRow
from chatproject.limits import Rate
from tests.conftest import Api

pytestmark = pytest.mark.django_db
ADDRESS = "https://hooks.example.org/tea?key=1"
CALLS = [("get", ""), ("post", ""), ("get", "/{id}"), ("patch", "/{id}"), ("delete", "/{id}"),
         ("post", "/{id}/secret"), ("post", "/{id}/test")]  # fmt: skip


def place(group: Conversation) -> str:
    return f"/api/conversations/{group.id}/webhooks"


def made(api: Api, alice: User, group: Conversation) -> dict[str, Any]:
    answer = api(alice).post(place(group), {"address": ADDRESS})
    assert answer.status_code == 201, answer.content
    body: dict[str, Any] = answer.json()
    return body


def test_making_one_shows_its_secret_once(api: Api, alice: User, group: Conversation) -> None:
    new = made(api, alice, group)
    secret = new.pop("secret")
    assert len(secret) > 40
    assert (new["address"], new["active"], new["failures"], new["last_error"]) == (ADDRESS, True, 0, "")
    assert new["created_by"]["username"] == "alice"
    shown = api(alice).get(f"{place(group)}/{new['id']}").json()
    listed = api(alice).get(place(group)).json()
    assert shown == new
    assert listed == {"results": [new], "next": None, "previous": None}


def test_changing_it(api: Api, alice: User, group: Conversation) -> None:
    new = made(api, alice, group)
    address = f"{place(group)}/{new['id']}"
    assert api(alice).patch(address, {"active": False}).json()["active"] is False
    moved = api(alice).patch(address, {"address": "https://example.org/2", "active": True}).json()
    assert (moved["address"], moved["active"]) == ("https://example.org/2", True)
    assert api(alice).patch(address, {}).json() == moved
    assert "secret" not in moved


def test_rotating_its_secret(api: Api, alice: User, group: Conversation) -> None:
    new = made(api, alice, group)
    rotated = api(alice).post(f"{place(group)}/{new['id']}/secret").json()["secret"]
    assert rotated != new["secret"]
    assert Webhook.objects.get().secret == rotated


def test_deleting_it(api: Api, alice: User, group: Conversation) -> None:
    new = made(api, alice, group)
    address = f"{place(group)}/{new['id']}"
    assert [api(alice).delete(address).status_code for _ in range(2)] == [204, 404]


def test_testing_it(api: Api, alice: User, group: Conversation) -> None:
    new = made(api, alice, group)
    assert api(alice).post(f"{place(group)}/{new['id']}/test").status_code == 204
    row = OutboxRow.objects.get(kind="webhook_test")
    assert row.payload == {"webhook": new["id"]}


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_strangers_find_nothing_and_members_may_not(
    api: Api, alice: User, bob: User, carol: User, group: Conversation, method: str, path: str
) -> None:
    new = made(api, alice, group)
    address = place(group) + path.format(id=new["id"])
    body = {"address": ADDRESS} if method == "post" else {}
    answers = [getattr(api(user), method)(address, body) for user in (bob, carol)]
    assert [answer.status_code for answer in answers] == [403, 404]
    members.change_role(alice, str(group.id), "bob", Role.ADMIN)
    assert getattr(api(bob), method)(address, body).status_code in {200, 201, 204}


def test_a_room_is_no_different(api: Api, alice: User, bob: User) -> None:
    place = "/api/conversations/general/webhooks"
    assert api(bob).get(place).status_code == 404
    members.join(bob, "general")
    assert api(bob).get(place).status_code == 403


def test_direct_conversations_have_none(api: Api, alice: User, bob: User, carol: User) -> None:
    direct, _ = open_direct(alice, bob)
    answers = [api(user).post(place(direct), {"address": ADDRESS}) for user in (alice, carol)]
    assert [answer.status_code for answer in answers] == [403, 404]


def test_a_webhook_is_found_in_its_own_conversation_alone(api: Api, alice: User, group: Conversation) -> None:
    new = made(api, alice, group)
    other = api(alice).post("/api/conversations", {"kind": "group", "title": "Other"}).json()["id"]
    for id_ in (new["id"], "nothing"):
        assert api(alice).get(f"/api/conversations/{other}/webhooks/{id_}").status_code == 404


def test_a_conversation_has_ten_at_most(api: Api, alice: User, group: Conversation) -> None:
    answers = [api(alice).post(place(group), {"address": ADDRESS}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [409]
    assert answers[-1].json()["errors"][0]["code"] == "limit_reached"


@pytest.mark.parametrize(
    "address", ["", "example.org", "ftp://example.org", "https://[::1]/", "x" * 2001, 7, None]
)
def test_an_address_that_leads_nowhere_is_invalid(
    api: Api, alice: User, group: Conversation, address: object
) -> None:
    new = made(api, alice, group)
    for answer in (
        api(alice).post(place(group), {"address": address}),
        api(alice).patch(f"{place(group)}/{new['id']}", {"address": address}),
    ):
        error = answer.json()["errors"][0]
        assert (answer.status_code, error["code"], error["attr"]) == (400, "invalid", "address")


def test_rates_are_limited(api: Api, settings: LazySettings, alice: User, group: Conversation) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "change": Rate(1, 9999)}
    client = api(alice)
    answers = [client.post(place(group), {"address": ADDRESS}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 429]
