"""Twenty thousand messages in one conversation: only what is near the window is in the document, and nothing jumps."""

import re

import pytest
from playwright.sync_api import expect

from tests.live import Installation

from .conftest import PATIENCE_MS
from .person import Person
from .seed import fill

COUNT = 20_000
MOST_ROWS = 200
PAGES_UP = 12

# Scrolls to the top of what is in the document and follows the row that is then in view until older ones stand above
# it: how far does it move, other than by the scrolling itself?
STEP = """
(log, patience) => new Promise((done) => {
  const rows = () => [...log.querySelectorAll("article")];
  const first = rows()[0];
  log.scrollTop = 0;
  const edge = log.getBoundingClientRect().top;
  const anchor = rows().find((one) => one.getBoundingClientRect().bottom > edge + 40);
  const before = anchor.getBoundingClientRect().top;
  const end = performance.now() + patience;
  let worst = 0, settled = 0;
  const watch = () => {
    if (anchor.isConnected) worst = Math.max(worst, Math.abs(anchor.getBoundingClientRect().top - before));
    const grown = rows()[0] !== first;
    settled += grown;
    if (settled > 10 || performance.now() > end) done({worst, grown, kept: anchor.isConnected, rows: rows().length});
    else requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
})
"""


@pytest.fixture
def long_talk(alice: Person, bob: Person, live: Installation) -> str:
    conversation = alice.direct(bob)
    fill(live, conversation, COUNT)
    return conversation


def test_scrolling_up_does_not_jump(alice: Person, long_talk: str) -> None:
    alice.arrive().open(long_talk)
    expect(alice.message(f"message {COUNT}")).to_be_in_viewport()
    for _ in range(PAGES_UP):
        step = alice.log.evaluate(STEP, PATIENCE_MS)
        assert step["grown"], step
        assert step["kept"], step
        assert step["worst"] <= 2, step
        assert step["rows"] <= MOST_ROWS, step


def test_it_follows_the_newest_only_when_one_is_there(alice: Person, bob: Person, long_talk: str) -> None:
    alice.arrive().open(long_talk)
    expect(alice.message(f"message {COUNT}")).to_be_in_viewport()
    bob.says(long_talk, "Followed")
    expect(alice.message("Followed")).to_be_in_viewport()
    alice.log.evaluate(STEP, PATIENCE_MS)
    bob.says(long_talk, "Not followed")
    expect(alice.button("Jump to newest")).to_be_visible()
    expect(alice.messages.filter(has_text="Not followed")).not_to_be_in_viewport()
    alice.button("Jump to newest").click()
    expect(alice.message("Not followed")).to_be_in_viewport()


def test_an_address_leads_into_the_middle(alice: Person, long_talk: str) -> None:
    alice.arrive()
    alice.page.goto(f"{alice.base}/#/c/{long_talk}/7777")
    middle = alice.messages.filter(has_text=re.compile(r"message 7777\b"))
    expect(middle).to_be_in_viewport()
    assert alice.messages.count() <= MOST_ROWS
    alice.button("Jump to newest").click()
    expect(alice.message(f"message {COUNT}")).to_be_in_viewport()
