"""What somebody hostile says, is called, or links to is shown and does nothing."""

import pytest
from playwright.sync_api import expect

from .conftest import Someone
from .hostile import LOOK_ALIKE, MESSAGES, NAMES, TITLES, Hostile
from .layout import sideways, wider_than_window
from .person import Person

TALLEST_ROW = 700
"""Pixels: a folded message and what belongs to it, at a width of 1280."""

EXAMINE = """
(root) => ({
  elements: [...new Set([...root.querySelectorAll("*")].map((element) => element.localName))],
  handlers: [...root.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes].map(({name}) => name).filter((name) => name.startsWith("on") || name === "srcdoc")),
  addresses: [...root.querySelectorAll("[href], [src], [action], [formaction]")].map((element) =>
    element.getAttribute("href") ?? element.getAttribute("src") ?? element.getAttribute("action") ?? ""),
})
"""
# What the interface itself makes a message of.
ALLOWED = {
    *(
        "a",
        "article",
        "aside",
        "b",
        "bdi",
        "blockquote",
        "br",
        "button",
        "code",
        "del",
        "div",
        "em",
        "footer",
        "form",
    ),
    *(
        "h2",
        "h3",
        "h4",
        "header",
        "i",
        "input",
        "label",
        "li",
        "mark",
        "menu",
        "ol",
        "p",
        "pre",
        "s",
        "section",
    ),
    *("small", "span", "strong", "sub", "sup", "textarea", "time", "ul"),
    *("circle", "g", "line", "path", "polyline", "rect", "svg", "use"),
}


def test_there_are_fifty_and_the_server_takes_them() -> None:
    assert len(MESSAGES) >= 50
    assert all(len(one.text) <= 4_000 for one in MESSAGES)


def examine(alice: Person) -> None:
    """No script ran, nothing is there that only markup could have made, links are links."""
    found = alice.log.evaluate(EXAMINE)
    assert alice.page.evaluate("() => window.harmed") is None
    assert set(found["elements"]) <= ALLOWED, set(found["elements"]) - ALLOWED
    assert found["handlers"] == []
    assert [
        one for one in found["addresses"] if not one.startswith(("http://", "https://", "mailto:", "#"))
    ] == []


def test_hostile_messages_are_shown_as_text(alice: Person, bob: Person) -> None:
    talk = bob.direct(alice)
    for one in MESSAGES:
        bob.says(talk, one.text)
    alice.arrive().open(talk)
    expect(alice.log.locator(f"[data-seq='{len(MESSAGES)}']")).to_be_visible()
    for start in range(0, len(MESSAGES), 10):
        alice.page.goto(f"{alice.base}/#/c/{talk}/{start + 1}")
        expect(alice.log.locator(f"[data-seq='{start + 1}']")).to_be_visible()
        examine(alice)
        assert sideways(alice.log) <= 1
        assert wider_than_window(alice.page) == []
    heights = alice.messages.evaluate_all("(rows) => rows.map((row) => row.getBoundingClientRect().height)")
    assert max(heights) <= TALLEST_ROW


@pytest.mark.parametrize(
    "hostile", [one for one in MESSAGES if "<" in one.text][:4], ids=lambda one: one.name
)
def test_hostile_messages_arrive_harmlessly(alice: Person, bob: Person, hostile: Hostile) -> None:
    talk = bob.direct(alice)
    alice.arrive().open(talk)
    bob.says(talk, hostile.text)
    alice.sees(hostile.text)
    examine(alice)


def test_links_show_where_they_lead(alice: Person, bob: Person) -> None:
    talk = bob.direct(alice)
    bob.says(talk, f"Look at {LOOK_ALIKE}/login and http://plain.example/a?b=c and mailto:eve@plain.example")
    alice.arrive().open(talk)
    # The times of messages are links too, to places in the conversation.
    links = alice.log.locator("a[href]:not(:has(time))")
    expect(links.first).to_be_visible()
    addresses = links.evaluate_all("(all) => all.map((one) => one.href)")
    assert any(one.startswith("https://xn--") for one in addresses), addresses
    assert "http://plain.example/a?b=c" in addresses
    expect(alice.log.get_by_text("xn--").first).to_be_visible()
    for link in links.all():
        assert {"noopener", "noreferrer"} <= set((link.get_attribute("rel") or "").split())
        assert link.get_attribute("target") == "_blank"


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names(person: Someone, alice: Person, name: str) -> None:
    mallory = person("Mallory")
    mallory.api("PATCH /api/users/me", {"display_name": name})
    talk = mallory.direct(alice)
    mallory.says(talk, "It is me")
    alice.arrive().open(talk)
    alice.sees("It is me")
    examine(alice)
    assert wider_than_window(alice.page) == []
    tallest = alice.sidebar.get_by_role("link").evaluate_all(
        "(all) => Math.max(...all.map((one) => one.getBoundingClientRect().height))"
    )
    assert tallest <= 120


@pytest.mark.parametrize("title", TITLES)
def test_hostile_titles(alice: Person, bob: Person, title: str) -> None:
    conversation = bob.group(alice, title=title)
    alice.arrive().open(conversation)
    bob.says(conversation, "Welcome")
    alice.sees("Welcome")
    assert alice.page.evaluate("() => window.harmed") is None
    assert wider_than_window(alice.page) == []
