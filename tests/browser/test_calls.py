"""Two people in two browsers call each other; cameras and microphones are Chromium's own, the media are real."""

import re

import pytest
from playwright.sync_api import expect

from .caller import Caller, calling
from .conftest import Someone

# Pressed as soon as it is there, before the browser has drawn it.
AT_ONCE = """(button) => new MutationObserver((_, observer) => {
  const found = document.querySelector(button);
  if (!found) return;
  observer.disconnect();
  found.click();
}).observe(document.body, { childList: true, subtree: true })"""


def test_a_video_call_of_two(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.page.evaluate(AT_ONCE, ".dialog-call [data-autofocus]")
    alice.page.get_by_role("main").get_by_role("button", name="Video call", exact=True).click()
    # Pressed twice, as some press everything.
    answer = bob.incoming.get_by_role("button", name="Answer with video", exact=True)
    answer.evaluate("(button) => [1, 2].forEach(() => button.click())")
    for one in (alice, bob):
        one.hears(1, video=True)
    bob.hangs_up()
    for one in (alice, bob):
        expect(one.room).to_have_count(0)
    expect(alice.person.log.get_by_text(re.compile(r"You called · \d+ second"))).to_be_visible()
    expect(bob.person.log.get_by_text(re.compile(r"Alice called · \d+ second"))).to_be_visible()


def test_who_declines_is_rung_no_more(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.calls()
    bob.declines()
    expect(alice.room).to_have_count(0)
    expect(bob.incoming).to_have_count(0)
    expect(alice.person.log.get_by_text("You called · declined")).to_be_visible()


def test_missed_calls_stay_in_the_log(person: Someone, callers: tuple[Caller, Caller], talk: str) -> None:
    alice, bob = callers
    alice.calls()
    expect(bob.incoming).to_be_visible()
    alice.hangs_up()
    expect(bob.incoming).to_have_count(0)
    missed = bob.person.log.get_by_text("Missed call from Alice")
    expect(missed).to_be_visible()
    alice.calls()
    expect(bob.incoming).to_be_visible()
    alice.hangs_up()
    expect(missed).to_have_count(2)
    # On a device that knows of none, where the server counts one call a page, the others are there on demand.
    phone = person("Bob")
    phone.become(bob.person)
    phone.page.route("**/calls?*", lambda route: route.continue_(url=route.request.url.replace("=100", "=1")))
    missed = phone.open(talk).log.get_by_text("Missed call from Alice")
    expect(missed).to_have_count(1)
    phone.button("Earlier calls").click()
    expect(missed).to_have_count(2)
    expect(phone.button("Earlier calls")).to_have_count(0)


def test_both_call_at_once_and_talk(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    for one in callers:
        one.page.get_by_role("main").get_by_role("button", name="Call", exact=True).click()
    start = [one.lobby.get_by_role("button", name="Start the call", exact=True) for one in callers]
    for button in start:
        expect(button).to_be_focused()
    # Without waiting for what it brings about: the same button joins once the other's call is known.
    for pressed in [button.element_handle() for button in start]:
        pressed.evaluate("(button) => button.click()")
    for one in (alice, bob):
        one.hears(1)
        expect(one.incoming).to_have_count(0)


def test_another_device_stops_ringing(person: Someone, callers: tuple[Caller, Caller], talk: str) -> None:
    alice, bob = callers
    phone = person("Bob")
    phone.become(bob.person)
    elsewhere = calling(phone, talk)
    alice.calls()
    expect(elsewhere.incoming).to_be_visible()
    bob.answers()
    # Said for some seconds only.
    expect(phone.page.get_by_text("Answered on another device.")).to_be_visible()
    expect(elsewhere.incoming).to_have_count(0)
    expect(phone.page.get_by_text("In a call on another device")).to_be_visible()
    bob.hears(1)


def test_a_call_belongs_to_one_tab(callers: tuple[Caller, Caller], talk: str) -> None:
    alice, bob = callers
    other = bob.person.context.new_page()
    other.goto(f"{bob.person.base}/#/c/{talk}")
    second = Caller(bob.person, other)
    expect(other.get_by_role("textbox", name="Message", exact=True)).to_be_visible()
    alice.calls()
    expect(second.incoming).to_be_visible()
    bob.answers()
    expect(second.incoming).to_have_count(0)
    expect(other.get_by_text("In a call in another tab")).to_be_visible()
    bob.hears(1)
    assert second.flows() == []


def test_muting_and_the_camera_are_seen_by_the_other(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.calls(video=True)
    bob.answers()
    alice.hears(1)
    bob.hears(1, video=True)
    expect(alice.tile("Bob").get_by_text("Muted")).to_have_count(0)
    bob.press("Mute")
    expect(alice.tile("Bob").get_by_text("Muted")).to_have_count(1)
    bob.room.press("m")
    expect(alice.tile("Bob").get_by_text("Muted")).to_have_count(0)
    expect(alice.tile("Bob").locator("[data-filmed], .tile-face")).to_have_count(1)
    bob.press("Turn the camera on")
    alice.hears(1, video=True)
    expect(alice.tile("Bob").locator(".tile-face")).to_have_count(0)
    alice.press("Turn the camera off")
    expect(bob.tile("Alice").locator(".tile-face")).to_have_count(1)


def test_a_screen_is_shared_and_taken_back(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.calls()
    bob.answers()
    alice.press("Share your screen")
    shown = bob.tile("Screen of Alice")
    expect(shown).to_be_visible()
    bob.hears(1, video=True)
    alice.press("Stop sharing")
    expect(shown).to_have_count(0)


def test_devices_are_chosen_before_and_during_a_call(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.page.get_by_role("main").get_by_role("button", name="Video call", exact=True).click()
    picker = alice.lobby.get_by_role("combobox", name="Microphone")
    chosen = picker.get_by_role("option").nth(1).get_attribute("value")
    picker.select_option(chosen)
    expect(alice.lobby.get_by_label("What others see of you")).to_be_visible()
    alice.enters("Start the call")
    bob.answers()
    bob.hears(1, video=True)
    alice.press("Devices")
    expect(alice.room.get_by_role("combobox", name="Microphone")).to_have_value(chosen or "")
    camera = alice.room.get_by_role("combobox", name="Camera")
    camera.select_option(camera.get_by_role("option").nth(1).get_attribute("value"))
    bob.hears(1, video=True)


def test_small_beside_what_one_reads(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.calls(video=True)
    bob.answers()
    bob.hears(1, video=True)
    bob.page.keyboard.press("Escape")
    bob.person.say("Talking and writing")
    bob.person.sees("Talking and writing")
    bob.press("Show whoever speaks in a window of its own")
    bob.page.wait_for_function("() => document.pictureInPictureElement?.videoWidth > 0")
    alice.press("Turn the camera off")
    bob.page.wait_for_function("() => document.pictureInPictureElement === null")
    bob.press("Make the call large")
    bob.hears(1)


def test_the_screen_stays_on_and_who_leaves_is_asked_first(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.calls(video=True)
    bob.answers()
    for one in (alice, bob):
        one.is_kept_awake(True)
    bob.person.stays()
    bob.hangs_up()
    bob.is_kept_awake(False)
    bob.person.leaves()


def test_the_page_is_loaded_anew_in_a_call(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.calls()
    bob.answers()
    bob.hears(1)
    bob.page.reload()
    bob.page.get_by_role("dialog", name="Interrupted call").get_by_role(
        "button", name="Return to the call"
    ).click()
    expect(bob.room).to_be_visible()
    for one in (alice, bob):
        one.hears(1)


def test_a_call_is_led_by_the_keyboard_alone(callers: tuple[Caller, Caller]) -> None:
    here, there = callers
    alice = here.person
    alice.page.get_by_role("main").get_by_role("button", name="Call", exact=True).press("Enter")
    expect(here.lobby.get_by_role("button", name="Start the call", exact=True)).to_be_focused()
    alice.page.keyboard.press("Enter")
    expect(here.room).to_be_focused()
    there.incoming.get_by_role("button", name="Answer", exact=True).press("Enter")
    there.hears(1)
    expect(here.room.get_by_role("status").get_by_text("Bob is in the call.")).to_be_attached()
    alice.page.keyboard.press("m")
    expect(here.room.get_by_role("button", name="Unmute", exact=True)).to_be_visible()
    expect(alice.page.locator(".workspace")).to_have_attribute("inert", "")
    alice.page.keyboard.press("Escape")
    expect(alice.page.locator(".workspace")).not_to_have_attribute("inert", "")
    alice.say("While we talk")
    here.room.get_by_role("button", name="Hang up", exact=True).press("Enter")
    expect(there.room).to_have_count(0)


@pytest.mark.usefixtures("worker")
def test_a_closed_tab_ends_the_call_for_the_other(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.calls()
    bob.answers()
    alice.hears(1)
    bob.page.close()
    expect(alice.tile("Bob").get_by_text("Reconnecting…")).to_be_visible()
    expect(alice.room).to_have_count(0, timeout=90_000)
