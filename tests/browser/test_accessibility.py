"""What changes is said; everything has its name; whoever is not signed in yet is welcome too."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from .axe import violations
from .conftest import Someone
from .person import Person
from .places import PLACES, furnish


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_signing_in(stranger: Page, scheme: Literal["light", "dark"]) -> None:
    page = stranger
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    found = violations(page)
    page.get_by_text("Create an account").click()
    expect(page.get_by_role("button", name="Create account")).to_be_visible()
    found += violations(page)
    assert not found, "\n".join(found)


def test_new_messages_of_others_are_announced_and_ones_own_not(alice: Person, bob: Person) -> None:
    talk = alice.direct(bob)
    alice.arrive().open(talk)
    bob.says(talk, "Please listen")
    live = alice.page.locator("[aria-live=polite], [role=status]").filter(has_text="Please listen")
    expect(live).to_have_count(1)
    alice.say("I am listening")
    alice.sees("I am listening")
    expect(
        alice.page.locator("[aria-live=polite], [role=status]").filter(has_text="I am listening")
    ).to_have_count(0)


def test_the_landmarks_are_named(alice: Person, bob: Person) -> None:
    talk = alice.group(bob, title="Landmarks")
    alice.arrive().open(talk)
    expect(alice.page.get_by_role("main", name=re.compile("Landmarks"))).to_be_visible()
    expect(alice.page.get_by_role("heading", name="Landmarks")).to_have_count(1)
    expect(alice.log).to_have_count(1)


def test_reduced_motion_is_respected(person: Someone, bob: Person) -> None:
    alice = person("Alice", reduced_motion="reduce")
    furnish(alice, bob)
    alice.arrive()
    PLACES["details"](alice)
    moving = alice.page.evaluate(
        "() => document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 100).length"
    )
    assert moving == 0
