"""Calls for everybody: axe-core finds nothing, the keyboard reaches everything, and 320 pixels are enough."""

import pytest
from playwright.sync_api import expect

from .axe import violations
from .caller import Caller, calling
from .conftest import Someone
from .layout import wider_than_window
from .person import Person

NARROW = {"width": 320, "height": 640}


def looked_at(one: Caller, where: str) -> list[str]:
    found = [*violations(one.page), *wider_than_window(one.page)]
    return [f"{where}: {line}" for line in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_call(person: Someone, bob: Person, scheme: str) -> None:
    alice = person("Alice", color_scheme=scheme, reduced_motion="reduce", viewport=NARROW)
    talk = alice.direct(bob)
    here, there = calling(alice, talk), calling(bob, talk)
    there.calls(video=True)
    expect(here.incoming).to_be_visible()
    found = looked_at(here, "incoming")
    here.answers()
    here.hears(1, video=True)
    found += looked_at(here, "room")
    here.press("Devices")
    found += looked_at(here, "devices")
    there.press("Share your screen")
    expect(here.tile("Screen of Bob")).to_be_visible()
    found += looked_at(here, "screen")
    here.press("Make the call small")
    found += looked_at(here, "small")
    here.hangs_up()
    expect(alice.log.get_by_role("note")).to_be_visible()
    found += looked_at(here, "log")
    alice.page.get_by_role("main").get_by_role("button", name="Call", exact=True).click()
    expect(here.lobby).to_be_visible()
    found += looked_at(here, "lobby")
    assert not found, "\n".join(found)


def test_a_call_is_led_by_the_keyboard_alone(alice: Person, bob: Person) -> None:
    talk = alice.direct(bob)
    here, there = calling(alice, talk), calling(bob, talk)
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
