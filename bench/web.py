"""The web client in Chromium: what it weighs, how soon it is usable, how soon a message shows, how smoothly many do."""

import statistics
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from apps.web.compression import brotli_of
from tests.browser.chromium import chromium
from tests.browser.person import Person
from tests.browser.seed import fill
from tests.live import ROOT, Installation
from tools.web_budget import weights

from .figure import Figure, percentile
from .seed import Account, accounts
from .web_crowd import Crowd

HISTORY = 2_000
"""Messages in the conversation that is opened."""
LOADS = 7
SENDS = 50
RUNS = 5
CROWD = 10
MESSAGES = 1_000
SECONDS = 10
WAIT_MS = 120_000

# Notes when the conversation stands there, by the page's own clock, which starts with the navigation.
USABLE = """
(() => {
  const look = () => {
    const message = document.querySelector("[role=log] article, [role=log] [role=article]");
    if (message && document.querySelector("textarea, [role=textbox]")) window.usableAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})();
"""
# Clocks of pages in one browser agree: timeOrigin + now() is the time of the machine.
SENT = """
() => addEventListener("keydown", (event) => {
  if (event.key === "Enter") window.sentAt = performance.timeOrigin + performance.now();
}, {capture: true})
"""
# Playwright's own waiting for a function compiles it in the page, which the client's policy forbids.
MEASURED = """(name) => new Promise((resolve) => {
  const look = () => (window[name] ? resolve(window[name]) : requestAnimationFrame(look));
  look();
})"""
SHOWN = """
(text) => new Promise((done) => {
  const log = document.querySelector("[role=log]");
  const look = () => {
    const articles = log.querySelectorAll("article, [role=article]");
    if (!articles[articles.length - 1]?.textContent.includes(text)) return;
    watcher.disconnect();
    // In the next frame after this one it has been painted.
    requestAnimationFrame(() => { window.shownAt = performance.timeOrigin + performance.now(); done(true); });
  };
  const watcher = new MutationObserver(look);
  watcher.observe(log, {childList: true, subtree: true, characterData: true});
  look();
})
"""
FRAMES = """
() => {
  window.frameTimes = [];
  let before = performance.now();
  const tick = (now) => {
    window.frameTimes.push(now - before);
    before = now;
    window.ticking = requestAnimationFrame(tick);
  };
  window.ticking = requestAnimationFrame(tick);
}
"""
FRAMES_SEEN = "() => { cancelAnimationFrame(window.ticking); return window.frameTimes.slice(1); }"


def measure(stage: Installation) -> list[Figure]:
    """Return the figures of the client on one server process."""
    # Made before Playwright runs: its event loop is one in which Django refuses to work.
    crowds = [accounts(CROWD) for _ in range(RUNS)]
    with stage.server() as server, sync_playwright() as playwright, chromium(playwright.chromium) as browser:
        expect.set_options(timeout=WAIT_MS)
        return [
            _weight(),
            *_loads(stage, browser, server.base),
            *_sends(browser, server.base),
            *_frames(browser, server.base, crowds),
        ]


def _weight() -> Figure:
    files = weights(ROOT / "web", brotli_of)
    size = sum(files.values()) / 1024
    return Figure(f"script and style of the client, {len(files)} files, Brotli", f"{size:.0f} KB", "≤ 150 KB")


def _loads(stage: Installation, browser: Browser, base: str) -> list[Figure]:
    alice, conversation = _reader(browser, base)
    fill(stage, conversation, HISTORY)
    alice.context.add_init_script(USABLE)
    address = f"{base}/#/c/{conversation}"
    first = _usable_after(alice.page, address)
    alice.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    warm = []
    for _ in range(LOADS):
        alice.page.goto("about:blank")
        warm.append(_usable_after(alice.page, address))
    alice.context.close()
    return [
        Figure("first load until the conversation is usable", f"{first:.0f} ms"),
        Figure(
            "warm load until the conversation is usable, median", _ms(statistics.median(warm)), "≤ 1,000 ms"
        ),
    ]


def _usable_after(page: Page, address: str) -> float:
    page.goto(address)
    return float(page.evaluate(MEASURED, "usableAt"))


def _sends(browser: Browser, base: str) -> list[Figure]:
    alice, bob = (_signed_in(browser, base, name) for name in ("Alice", "Bob"))
    conversation = alice.direct(bob)
    for one in (alice, bob):
        one.arrive().open(conversation)
    alice.page.evaluate(SENT)
    times = [_shown_after(alice, bob, f"number {number}") for number in range(SENDS + 5)][5:]
    for one in (alice, bob):
        one.context.close()
    return [
        Figure("from the Enter key to the other page's frame, p50", _ms(percentile(times, 0.5))),
        Figure("from the Enter key to the other page's frame, p95", _ms(percentile(times, 0.95)), "≤ 150 ms"),
    ]


def _shown_after(sender: Person, reader: Person, text: str) -> float:
    reader.page.evaluate("() => { window.shownAt = undefined; }")
    # Started, not awaited: the promise is kept in the page.
    reader.page.evaluate(f"(text) => {{ void ({SHOWN})(text); }}", text)
    sender.say(text)
    shown: float = reader.page.evaluate(MEASURED, "shownAt")
    sent: float = sender.page.evaluate("() => window.sentAt")
    return shown - sent


def _frames(browser: Browser, base: str, crowds: list[list[Account]]) -> list[Figure]:
    runs = [_run(browser, base, crowd) for crowd in crowds]
    p99 = statistics.median(percentile(frames, 0.99) for frames in runs)
    worst = statistics.median(max(frames) for frames in runs)
    heading = f"{MESSAGES:,} messages in {SECONDS} s: frame times"
    return [
        Figure(f"{heading}, p99, median of {RUNS} runs", _ms(p99), "≤ 50 ms"),
        Figure(f"{heading}, longest, median of {RUNS} runs", _ms(worst)),
    ]


def _run(browser: Browser, base: str, crowd: list[Account]) -> list[float]:
    alice = _signed_in(browser, base, "Alice")
    body = {"kind": "group", "title": "Crowd", "members": [account.username for account in crowd]}
    conversation = alice.api("POST /api/conversations", body)["id"]
    alice.arrive().open(conversation)
    with Crowd(base, conversation, crowd, MESSAGES / SECONDS / len(crowd), SECONDS) as sending:
        alice.page.evaluate(FRAMES)
        sending.go()
    expect(alice.message("the last of all")).to_have_count(len(crowd))
    frames: list[float] = alice.page.evaluate(FRAMES_SEEN)
    alice.context.close()
    return frames


def _reader(browser: Browser, base: str) -> tuple[Person, str]:
    """Return somebody with the service worker, and a conversation with somebody else."""
    alice = _signed_in(browser, base, "Alice", service_workers="allow")
    bob = _signed_in(browser, base, "Bob")
    conversation = alice.direct(bob)
    bob.context.close()
    return alice, conversation


def _signed_in(browser: Browser, base: str, name: str, **context: Any) -> Person:
    made = Person(browser, base, name, **context)
    made.register()
    return made


def _ms(value: float) -> str:
    return f"{value:.0f} ms"
