"""Several tabs of one person: they share what is known, one of them notifies, and they sign out together."""

import time

import pytest
from playwright.sync_api import Page, expect

from .conftest import PATIENCE_MS, Someone
from .person import Person

# Counts notifications of every kind, and lets the test say which tab has the focus.
STAGE = """
window.focused = true;
document.hasFocus = () => window.focused;
const seen = (title, options) => window.noticed(`${title}: ${options?.body ?? ""}`);
window.Notification = class extends EventTarget {
  static permission = "granted";
  static async requestPermission() { return "granted"; }
  constructor(title, options) { super(); seen(title, options); }
  close() {}
};
if (window.ServiceWorkerRegistration) {
  ServiceWorkerRegistration.prototype.showNotification = async (title, options) => seen(title, options);
}
"""


class Tabs:
    """Some tabs of one person, and the notifications that they showed between them."""

    def __init__(self, person: Person, count: int) -> None:
        self.notices: list[str] = []
        person.context.grant_permissions(["notifications"])
        person.context.expose_function("noticed", self.note)
        person.context.add_init_script(STAGE)
        self.pages = [person.page, *(person.context.new_page() for _ in range(count - 1))]
        for page in self.pages:
            page.goto(person.base)
            expect(page.get_by_role("navigation", name="Conversations")).to_be_visible()

    def note(self, notice: str) -> None:
        self.notices.append(notice)

    def wait_for_notices(self, count: int) -> None:
        """Wait until at least so many notifications were shown."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while len(self.notices) < count and time.monotonic() < deadline:
            # What a page tells is heard while one waits for a page.
            self.pages[0].evaluate("() => new Promise((done) => setTimeout(done, 20))")

    def focus(self, focused: Page | None) -> None:
        for page in self.pages:
            page.evaluate(
                """(focused) => {
                  window.focused = focused;
                  window.dispatchEvent(new Event(focused ? "focus" : "blur"));
                  document.dispatchEvent(new Event("visibilitychange"));
                }""",
                page is focused,
            )


@pytest.fixture
def tabs(alice: Person) -> Tabs:
    return Tabs(alice, 3)


def wish_for_notifications(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("menuitem", name="Settings").click()
    switch = page.get_by_role("checkbox", name="Desktop notifications")
    switch.click()
    expect(switch).to_be_checked()


def badge(page: Page, title: str, unread: str) -> None:
    listed = page.get_by_role("navigation", name="Conversations").get_by_role("link").filter(has_text=title)
    expect(listed).to_contain_text(unread)


def test_one_notification_for_all_tabs(alice: Person, bob: Person, tabs: Tabs) -> None:
    wish_for_notifications(tabs.pages[0])
    tabs.focus(None)
    talk = bob.direct(alice)
    bob.says(talk, "Only once")
    for page in tabs.pages:
        badge(page, "Bob", "1")
    bob.says(talk, "And once more")
    for page in tabs.pages:
        badge(page, "Bob", "2")
    tabs.wait_for_notices(2)
    assert len(tabs.notices) == 2
    assert "Only once" in tabs.notices[0]


def test_none_while_a_tab_has_the_focus(alice: Person, bob: Person, tabs: Tabs) -> None:
    wish_for_notifications(tabs.pages[0])
    tabs.focus(tabs.pages[2])
    talk = bob.direct(alice)
    bob.says(talk, "You are here anyway")
    for page in tabs.pages:
        badge(page, "Bob", "1")
    assert tabs.notices == []


def test_signing_out_in_one_signs_out_all(alice: Person, tabs: Tabs) -> None:
    alice.faults.allow_network()
    alice.account.click()
    alice.menu_item("Sign out").click()
    for page in tabs.pages:
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_all_tabs_see_what_one_sends(alice: Person, bob: Person, tabs: Tabs) -> None:
    talk = alice.direct(bob)
    for page in tabs.pages:
        page.goto(f"{alice.base}/#/c/{talk}")
        expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_visible()
    alice.say("From the first tab")
    for page in tabs.pages:
        said = page.get_by_role("log", name="Messages").get_by_role("article")
        expect(said.filter(has_text="From the first tab")).to_have_count(1)
    bob.reads(talk, "From the first tab")


def test_each_conversation_keeps_its_draft(alice: Person, bob: Person, person: Someone) -> None:
    carol = person("Carol")
    one, other = alice.direct(bob), alice.direct(carol)
    alice.arrive().open(one)
    alice.composer.fill("For Bob, not finished")
    alice.open(other)
    expect(alice.composer).to_have_value("")
    alice.open(one)
    expect(alice.composer).to_have_value("For Bob, not finished")
    alice.page.reload()
    expect(alice.composer).to_have_value("For Bob, not finished")
