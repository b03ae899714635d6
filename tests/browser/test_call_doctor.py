"""The call doctor finds what is wrong with devices and ways, and says it in words."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.calls.turn import credential
from tests.turn.conftest import SECRET, certificate, loopback_relay, shipped_relay
from tools.coturn import Relay
from tools.daemon import free_port

from .axe import violations
from .caller import Caller
from .conftest import Someone
from .layout import wider_than_window
from .person import Person
from .places import settings

__all__ = ["certificate", "loopback_relay", "shipped_relay"]

SILENCE = """
() => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) =>
    wish.audio ? new AudioContext().createMediaStreamDestination().stream : ask(wish);
}
"""
REMEMBER_TRACKS = """
() => {
  window.tracks = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await ask(wish);
    tracks.push(...stream.getTracks());
    return stream;
  };
}
"""


def offer(person: Person, *servers: dict[str, Any]) -> None:
    """Let the server name these to the person's pages, and take what they send to measure."""
    answer = {"ice_servers": list(servers), "expires_in": 600}
    person.context.route("**/api/calls/ice-servers", lambda route: route.fulfill(json=answer))
    person.context.route("**/api/calls/probe", lambda route: route.fulfill(status=204))


def account(relay: Relay, secret: str) -> dict[str, Any]:
    """Return what the server would give out with this secret."""
    name = f"{int(time.time()) + 600}:somebody"
    return {"urls": relay.urls, "username": name, "credential": credential(secret, name)}


def examine(person: Person) -> Locator:
    """Open the doctor where settings have it, and start; return its dialog."""
    if not person.sidebar.is_visible():
        person.arrive()
    settings(person)
    person.button("Check calls").click()
    dialog = person.dialog("Call check")
    dialog.get_by_role("button", name="Start the check").click()
    return dialog


def row(dialog: Locator, name: str) -> Locator:
    return dialog.get_by_role("listitem").filter(has=dialog.page.get_by_text(name, exact=True))


def finds(dialog: Locator, **states: str) -> None:
    for check, state in states.items():
        expect(dialog.locator(f"[data-check={check}]")).to_have_attribute("data-state", state)


def deny(page: Page, name: str) -> None:
    """Do what somebody does who forbids the page this device."""
    page.evaluate(
        """(name) => {
          const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          navigator.mediaDevices.getUserMedia = (wish) =>
            wish[name] ? Promise.reject(new DOMException("denied", "NotAllowedError")) : ask(wish);
        }""",
        name,
    )


def test_devices_that_work_are_named(alice: Person) -> None:
    offer(alice)
    dialog = examine(alice)
    finds(dialog, camera="good", microphone="good", speakers="asked")
    expect(row(dialog, "Camera")).to_contain_text(re.compile("fake_device.*640"))
    dialog.get_by_role("button", name="I hear it").click()
    finds(dialog, speakers="good")


def test_without_relays_calls_stay_within_the_network(alice: Person) -> None:
    offer(alice)
    dialog = examine(alice)
    dialog.get_by_role("button", name="I hear it").click()
    finds(dialog, stun="none", udp="none", tcp="none", tls="none", upstream="good")
    expect(row(dialog, "Upstream")).to_contain_text("to the server")
    expect(dialog.get_by_role("status")).to_contain_text("within this network only")


def test_a_camera_that_is_forbidden_is_told_with_what_helps(alice: Person) -> None:
    offer(alice)
    alice.arrive()
    deny(alice.page, "video")
    dialog = examine(alice)
    finds(dialog, camera="bad", microphone="good")
    expect(row(dialog, "Camera")).to_contain_text("does not let this page use the camera")
    expect(row(dialog, "Camera")).to_contain_text("Allow it in the browser")


def test_the_lobby_leads_to_it_where_a_device_is_missing(alice: Person, bob: Person) -> None:
    alice.arrive().open(alice.direct(bob))
    deny(alice.page, "video")
    here = Caller(alice)
    alice.page.get_by_role("main").get_by_role("button", name="Video call", exact=True).click()
    expect(here.lobby.get_by_text("does not let Parley use the camera")).to_be_visible()
    here.lobby.get_by_role("button", name="Check calls").click()
    expect(alice.dialog("Call check")).to_be_visible()
    expect(alice.page.get_by_role("button", name="Start the call", exact=True)).to_have_count(0)


def test_a_call_without_a_way_leads_to_it(alice: Person, bob: Person) -> None:
    offer(alice)
    talk = alice.direct(bob)
    alice.page.clock.install()
    alice.arrive().open(talk)
    bob.arrive().open(talk)
    here = Caller(alice)
    alice.page.get_by_role("main").get_by_role("button", name="Call", exact=True).click()
    # Through a relay alone, where there is none.
    here.lobby.get_by_role("checkbox", name="Hide my address").check()
    here.enters("Start the call")
    Caller(bob).answers()
    # With its picture there is the connection, which is looked for in vain from then on.
    expect(here.tile("Bob").locator("video")).to_be_attached()
    alice.page.clock.run_for(10_000)
    here.hangs_up()
    expect(alice.page.get_by_text("No connection to the others was found.")).to_be_visible()
    alice.button("Check calls").click()
    expect(alice.dialog("Call check")).to_be_visible()
    expect(alice.page.get_by_text("No connection to the others was found.")).to_have_count(0)


def test_a_silent_microphone_is_noticed(alice: Person) -> None:
    offer(alice)
    alice.arrive()
    alice.page.evaluate(SILENCE)
    dialog = examine(alice)
    finds(dialog, microphone="bad")
    expect(row(dialog, "Microphone")).to_contain_text("hears nothing")


def test_relays_that_cannot_be_reached_leave_no_way(alice: Person) -> None:
    nowhere = f"127.0.0.1:{free_port()}"
    urls = [f"turn:{nowhere}", f"turn:{nowhere}?transport=tcp", f"turns:{nowhere}"]
    offer(alice, {"urls": f"stun:{nowhere}"}, {"urls": urls, "username": "1:me", "credential": "secret"})
    dialog = examine(alice)
    dialog.get_by_role("button", name="I hear it").click()
    finds(dialog, stun="bad", udp="bad", tcp="bad", tls="bad", upstream="good")
    expect(row(dialog, "Relay over UDP")).to_contain_text("does not answer this way")
    expect(dialog.get_by_role("status")).to_contain_text("lets no call through")


def test_each_way_to_a_relay_is_tried_by_itself(alice: Person, loopback_relay: Relay) -> None:
    offer(alice, {"urls": f"stun:127.0.0.1:{loopback_relay.port}"}, account(loopback_relay, SECRET))
    dialog = examine(alice)
    dialog.get_by_role("button", name="I hear it").click()
    # No browser trusts the certificate that was made for the test.
    finds(dialog, stun="good", udp="good", tcp="good", tls="bad", upstream="good")
    expect(row(dialog, "Upstream")).to_contain_text("through the relay")
    expect(dialog.get_by_role("status")).to_contain_text("Calls should work from here")


def test_a_relay_that_refuses_the_credentials_is_told_apart(alice: Person, loopback_relay: Relay) -> None:
    offer(alice, account(loopback_relay, "another secret"))
    dialog = examine(alice)
    finds(dialog, udp="bad", tcp="bad")
    expect(row(dialog, "Relay over UDP")).to_contain_text("does not accept the server")


def test_a_relay_that_lets_nothing_through_is_told_apart(alice: Person, shipped_relay: Relay) -> None:
    """As it is shipped it passes nothing on to private addresses, and its own is one here."""
    offer(alice, account(shipped_relay, SECRET))
    dialog = examine(alice)
    finds(dialog, udp="bad", tcp="bad")
    expect(row(dialog, "Relay over UDP")).to_contain_text("no data comes through")


def test_the_report_can_be_copied(alice: Person) -> None:
    offer(alice)
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog = examine(alice)
    dialog.get_by_role("button", name="I hear nothing").click()
    dialog.get_by_role("button", name="Copy the report").click()
    expect(alice.page.get_by_text("Copied.")).to_be_visible()
    report = alice.page.evaluate("() => navigator.clipboard.readText()")
    assert alice.username in report
    assert "Speakers: does not work. You did not hear the notes." in report


def test_leaving_switches_the_devices_off(alice: Person) -> None:
    offer(alice)
    alice.arrive()
    alice.page.evaluate(REMEMBER_TRACKS)
    dialog = examine(alice)
    finds(dialog, camera="good")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    alice.page.wait_for_function("() => tracks.every((track) => track.readyState === 'ended')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_usable_by_everybody(person: Someone, scheme: str) -> None:
    narrow = {"width": 320, "height": 640}
    alice = person("Alice", viewport=narrow, reduced_motion="reduce", color_scheme=scheme)
    offer(alice)
    dialog = examine(alice)
    finds(dialog, speakers="asked", upstream="good")
    assert violations(alice.page) + wider_than_window(alice.page) == []
