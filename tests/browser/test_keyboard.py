"""The keyboard alone: from signing in to an answer, with the focus always visible and never trapped."""

import re

from playwright.sync_api import Page, expect

from .conftest import Someone
from .layout import DRAWN
from .person import PASSWORD, Person
from .places import furnish

FOCUS_IS_SEEN = """
() => {
  const {outlineStyle, outlineWidth, boxShadow, borderColor} = getComputedStyle(document.activeElement);
  return document.activeElement === document.body
    || outlineStyle !== "none" && parseFloat(outlineWidth) > 0 || boxShadow !== "none";
}
"""


def test_from_the_sign_in_to_an_answer(stranger: Page, alice: Person, bob: Person) -> None:
    furnish(alice, bob)
    page = stranger
    keys = page.keyboard
    expect(page.get_by_role("textbox", name="Username")).to_be_visible()
    page.get_by_role("textbox", name="Username").focus()
    keys.type(alice.username)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("navigation", name="Conversations")).to_be_visible()
    keys.press("Control+k")
    keys.type("Team")
    expect(page.get_by_role("option", name=re.compile("Team"))).to_be_visible()
    keys.press("Enter")
    composer = page.get_by_role("textbox", name="Message", exact=True)
    expect(composer).to_be_focused()
    keys.type("One line")
    keys.press("Shift+Enter")
    keys.type("and another")
    keys.press("Enter")
    log = page.get_by_role("log", name="Messages")
    expect(log.get_by_role("article").filter(has_text="and another")).to_have_count(1)
    expect(composer).to_have_value("")


def test_every_stop_of_the_tab_key_is_seen_and_has_a_name(alice: Person, bob: Person) -> None:
    furnish(alice, bob)
    alice.arrive()
    alice.listed("Team").click()
    expect(alice.messages.first).to_be_visible()
    stops: list[str] = []
    unseen: list[str] = []
    alice.page.evaluate("() => document.activeElement.blur()")
    for _ in range(60):
        alice.page.keyboard.press("Tab")
        stop = alice.page.evaluate("() => document.activeElement.outerHTML.slice(0, 160)")
        if stop in stops:
            break
        if alice.page.evaluate("() => document.activeElement === document.body"):
            # Past the last stop, before the first.
            continue
        stops.append(stop)
        if not alice.page.evaluate(FOCUS_IS_SEEN):
            unseen.append(stop)
    assert len(stops) >= 6, stops
    assert not unseen, "\n".join(unseen)


def test_messages_are_walked_with_the_arrows_and_acted_upon(alice: Person, bob: Person) -> None:
    talk = alice.direct(bob)
    for number in range(3):
        bob.says(talk, f"Number {number}")
    alice.arrive().open(talk)
    alice.sees("Number 2")
    newest = alice.message("Number 2")
    # One stop of the tab key for the whole log: the newest, or where one was last.
    stop = alice.log.locator("article[tabindex='0'], [role=article][tabindex='0']")
    expect(stop).to_have_count(1)
    stop.focus()
    expect(newest).to_be_focused()
    alice.page.keyboard.press("ArrowUp")
    expect(alice.message("Number 1")).to_be_focused()
    alice.page.keyboard.press("Tab")
    within = alice.message("Number 1").get_by_role("toolbar").locator(":focus")
    expect(within).to_have_count(1)
    alice.message("Number 1").get_by_role("button", name="Reply").press("Enter")
    expect(alice.composer).to_be_focused()


def test_menus_and_dialogs_give_the_focus_back(alice: Person) -> None:
    alice.arrive()
    button = alice.button("New conversation")
    button.focus()
    alice.page.keyboard.press("Enter")
    expect(alice.menu_item("Start a direct conversation")).to_be_focused()
    alice.page.keyboard.press("ArrowDown")
    expect(alice.menu_item("Create a group")).to_be_focused()
    alice.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    alice.page.keyboard.press("Control+k")
    expect(alice.dialog("Go to conversation")).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(alice.dialog("Go to conversation")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_shortcut_works_as_soon_as_the_list_is_there(alice: Person) -> None:
    """Before the first frame is painted, which takes a busy machine seconds."""
    alice.context.add_init_script(
        """new MutationObserver((_, observer) => {
             if (!document.querySelector("nav")) return;
             observer.disconnect();
             document.dispatchEvent(new KeyboardEvent("keydown", {key: "k", ctrlKey: true, bubbles: true}));
           }).observe(document, {childList: true, subtree: true});"""
    )
    alice.arrive()
    expect(alice.dialog("Go to conversation")).to_be_visible()


def test_the_focus_stays_with_whoever_moved_it_on(alice: Person, bob: Person) -> None:
    """Also before the first frame of the conversation that was opened is painted."""
    talk = alice.direct(bob)
    alice.context.add_init_script(
        """new MutationObserver((_, observer) => {
             if (!document.querySelector("textarea")) return;
             observer.disconnect();
             document.querySelector("main").focus();
           }).observe(document, {childList: true, subtree: true});"""
    )
    alice.arrive().open(talk)
    alice.page.evaluate(DRAWN)
    expect(alice.page.get_by_role("main")).to_be_focused()


def test_enter_breaks_the_line_where_one_types_with_thumbs(person: Someone, bob: Person) -> None:
    alice = person("Alice", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    talk = alice.direct(bob)
    alice.page.goto(f"{alice.base}/#/c/{talk}")
    expect(alice.composer).to_be_visible()
    alice.composer.fill("One")
    alice.composer.press("Enter")
    alice.composer.press_sequentially("Two")
    expect(alice.composer).to_have_value("One\nTwo")
    alice.button("Send").tap()
    alice.sees("One")
    bob.reads(talk, "One\nTwo")
