"""A telephone and a finger, both directions of writing, and other languages."""

import re

from playwright.sync_api import ViewportSize, expect

from .conftest import Someone
from .layout import sideways, wider_than_window
from .person import Person
from .places import PLACES, furnish

TELEPHONE: ViewportSize = {"width": 320, "height": 640}


def test_a_telephone_shows_one_column_and_the_way_back(person: Someone, bob: Person) -> None:
    alice = person("Alice", viewport=TELEPHONE, has_touch=True)
    furnish(alice, bob)
    alice.arrive()
    expect(alice.composer).not_to_be_visible()
    alice.listed("Team").tap()
    expect(alice.composer).to_be_visible()
    expect(alice.sidebar).not_to_be_visible()
    alice.page.get_by_role("link", name="Back to the conversations").tap()
    expect(alice.sidebar).to_be_visible()


def test_targets_are_large_enough_for_a_finger(person: Someone, bob: Person) -> None:
    alice = person("Alice", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    furnish(alice, bob)
    alice.arrive()
    alice.listed("Team").tap()
    expect(alice.composer).to_be_visible()
    small = alice.page.evaluate(
        """() => [...document.querySelectorAll("button, [role=button], input, select, textarea")]
             .filter((one) => one.checkVisibility({opacityProperty: true, visibilityProperty: true}))
             .filter((one) => { const {width, height} = one.getBoundingClientRect();
               return width && height && Math.min(width, height) < 24; })
             .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert not small, "\n".join(small)


def test_text_from_right_to_left_runs_its_own_way(alice: Person, bob: Person) -> None:
    talk = bob.direct(alice)
    arabic, hebrew, english = "مرحبا بالعالم! كيف الحال؟", "שלום עולם!", "Hello, world!"
    for text in (arabic, hebrew, english):
        bob.says(talk, text)
    alice.arrive().open(talk)
    alice.sees(english)
    directions = [
        alice.log.get_by_text(text).first.evaluate("(one) => getComputedStyle(one).direction")
        for text in (arabic, hebrew, english)
    ]
    assert directions == ["rtl", "rtl", "ltr"]
    alice.composer.fill(arabic)
    assert alice.composer.evaluate("(one) => getComputedStyle(one).direction") == "rtl" or (
        alice.composer.get_attribute("dir") == "auto"
    )


def test_a_page_from_right_to_left_holds(alice: Person, bob: Person) -> None:
    """No words of such a language are there yet: the layout is ready for them."""
    furnish(alice, bob)
    alice.arrive()
    alice.listed("Team").click()
    expect(alice.composer).to_be_visible()
    alice.page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    assert wider_than_window(alice.page) == []
    sidebar, log = alice.sidebar.bounding_box(), alice.log.bounding_box()
    assert sidebar is not None
    assert log is not None
    assert sidebar["x"] > log["x"]
    assert sideways(alice.log) <= 1


def test_the_interface_speaks_german(person: Someone, bob: Person) -> None:
    alice = person("Alice", locale="de-DE")
    furnish(alice, bob)
    alice.page.goto(alice.base)
    expect(alice.page.locator("html")).to_have_attribute("lang", re.compile("^de"))
    alice.page.get_by_role("link", name=re.compile("^Team")).click()
    expect(alice.page.get_by_role("textbox", name="Nachricht", exact=True)).to_be_visible()
    expect(alice.page.get_by_role("log", name="Nachrichten")).to_be_visible()
    text = alice.page.evaluate("() => document.body.innerText")
    assert not re.search(r"\b[a-z]+\.[a-z]+[A-Z][a-zA-Z]+\b", text), "a key shows instead of its words"


def test_the_language_can_be_chosen(alice: Person) -> None:
    alice.arrive()
    PLACES["settings"](alice)
    alice.page.get_by_role("combobox", name="Language").select_option("de")
    expect(alice.page.locator("html")).to_have_attribute("lang", "de")
    expect(alice.page.get_by_role("heading", name="Einstellungen")).to_be_visible()
    alice.page.reload()
    expect(alice.page.locator("html")).to_have_attribute("lang", "de")


def test_the_theme_can_be_chosen(alice: Person) -> None:
    alice.arrive()
    PLACES["settings"](alice)
    before = alice.page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    alice.page.get_by_text("Dark", exact=True).click()
    expect(alice.page.locator("html")).not_to_have_css("background-color", before)
