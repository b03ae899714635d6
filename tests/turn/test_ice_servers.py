"""What the server tells a browser of its relays: RFC 2104's HMAC over a name that says until when it is good."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from apps.accounts.models import User
from apps.calls.turn import IceServer, ice_servers
from chatproject.env import Ice
from tests.conftest import Api

USER = UUID("01890000-0000-7000-8000-000000000001")
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
TURN = ("turn:relay.example.org:3478?transport=udp", "turns:relay.example.org:443?transport=tcp")
STUN = ("stun:relay.example.org:3478",)
SECRET = "a-secret-that-relay-and-server-share-in-tests"


def test_names_end_after_ten_minutes_and_name_the_account(settings: Settings) -> None:
    settings.ICE = Ice(STUN, TURN, SECRET)
    (stun, turn), seconds = ice_servers(USER, MOMENT)
    assert stun == IceServer(urls=list(STUN))
    assert (turn.urls, seconds) == (list(TURN), 600)
    assert turn.username == f"{int(MOMENT.timestamp()) + 600}:{USER}"
    # By `openssl dgst -sha1 -hmac`, over that name.
    assert turn.credential == "+eoEmMFvC4/qt73B1sH0rQAj9xU="


def test_without_relays_there_are_none(settings: Settings) -> None:
    settings.ICE = Ice((), (), "")
    assert ice_servers(USER, MOMENT) == ([], 600)


def test_each_caller_gets_a_name_of_its_own(alice: User, bob: User, api: Api, settings: Settings) -> None:
    settings.ICE = Ice(STUN, TURN, SECRET)
    found = [api(user).get("/api/calls/ice-servers").json() for user in (alice, bob)]
    for user, said in zip((alice, bob), found, strict=True):
        stun, turn = said["ice_servers"]
        assert (stun, said["expires_in"]) == ({"urls": list(STUN)}, 600)
        assert re.fullmatch(rf"\d+:{user.id}", turn["username"])
    assert found[0]["ice_servers"][1]["credential"] != found[1]["ice_servers"][1]["credential"]


@pytest.mark.django_db
def test_strangers_get_none(client: Client) -> None:
    assert client.get("/api/calls/ice-servers").status_code == 401
