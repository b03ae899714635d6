"""A call whose wires are cut, change, or lead through a relay."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.live import Installation, Server
from tests.proxy import Proxy
from tests.turn.conftest import certificate  # noqa: F401 (a fixture)
from tools.coturn import relay

from .caller import Caller, calling
from .conftest import Someone
from .person import Person

RELAY_SECRET = "a-secret-that-relay-and-server-share"


@pytest.fixture
def cut_off(person: Someone, proxy: Proxy, bob: Person) -> tuple[Caller, Caller]:
    """Alice, whose wire to the server can be cut, and Bob, in a call."""
    alice = person("Alice", base=proxy.base)
    alice.faults.allow_network()
    talk = alice.direct(bob)
    callers = calling(alice, talk), calling(bob, talk)
    callers[0].calls()
    callers[1].answers()
    for one in callers:
        one.hears(1)
    return callers


def test_the_wire_to_the_server_is_cut_and_one_talks_on(cut_off: tuple[Caller, Caller], proxy: Proxy) -> None:
    alice, bob = cut_off
    proxy.cut()
    expect(bob.tile("Alice").get_by_text("Reconnecting…")).to_be_visible()
    bob.hears(1)
    proxy.restore()
    # Or she would try again later and later, the longer the cut was.
    alice.person.looks_again()
    expect(bob.tile("Alice").get_by_text("Reconnecting…")).to_have_count(0)
    for one in (alice, bob):
        one.hears(1)
        expect(one.room).to_be_visible()


def test_another_network_is_looked_for_and_found(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.calls()
    bob.answers()
    (before,) = alice.hears(1)
    alice.page.evaluate("() => dispatchEvent(new Event('online'))")
    alice.until(1, other_way_than=before["way"])
    for one in (alice, bob):
        one.hears(1)


@pytest.fixture
def relayed(live: Installation, tmp_path: Path, certificate: Path) -> Iterator[Server]:  # noqa: F811
    """A server with a relay, which lets through to this machine."""
    with relay(tmp_path, secret=RELAY_SECRET, certificate=certificate, loopback=True) as running:
        urls = ",".join(running.urls[:2])
        with live.server(TURN_URLS=urls, TURN_SECRET=RELAY_SECRET) as server:
            yield server


def test_who_hides_their_address_talks_through_the_relay(relayed: Server, person: Someone) -> None:
    alice, bob = (person(name, base=relayed.base) for name in ("Alice", "Bob"))
    talk = alice.direct(bob)
    first, second = calling(alice, talk), calling(bob, talk)
    first.page.get_by_role("main").get_by_role("button", name="Video call", exact=True).click()
    first.lobby.get_by_role("checkbox", name="Hide my address").check()
    first.enters("Start the call")
    second.answers(video=True)
    second.hears(1, video=True)
    assert [one["local"] for one in first.hears(1, video=True)] == ["relay"]
    assert first.page.evaluate("() => connections.map((one) => one.configuration.iceTransportPolicy)") == [
        "relay"
    ]
    expect(first.room.get_by_text("relayed")).to_be_visible()
    for one in (alice, bob):
        one.page.close()
