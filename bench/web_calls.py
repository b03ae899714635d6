"""Calls in Chromium: how soon they ring and show a picture, and what a mesh takes from each who is in it."""

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, WebSocket, expect, sync_playwright

from tests.browser.caller import Caller, calling
from tests.browser.chromium import chromium
from tests.browser.person import Person
from tests.live import Installation

from .figure import Figure, percentile

ROUNDS = 12
SECONDS = 10
MESHES = ((2, True), (3, True), (4, True), (6, False))
"""How many take part, and whether with pictures."""
WAIT_MS = 120_000

# Clocks of pages in one browser agree: timeOrigin + now() is the time of the machine.
CLOCK = """
window.clock = () => performance.timeOrigin + performance.now();
addEventListener("click", () => { window.pressedAt = window.clock(); }, {capture: true});
window.sees = (found) => new Promise((done) => {
  const look = () => (found() ? done(window.clock()) : requestAnimationFrame(look));
  look();
});
window.decodes = async () => {
  for (;;) {
    await new Promise((done) => setTimeout(done, 4));
    for (const one of window.connections) {
      for (const entry of (await one.getStats()).values()) {
        if (entry.type === "inbound-rtp" && entry.framesDecoded > 0) return window.clock();
      }
    }
  }
};
"""
BEGIN_SEEING = "(what) => { window.seen = window.sees(() => document.querySelector(what)); }"
BEGIN_DECODING = "() => { window.seen = window.decodes(); }"
UPSTREAM = """async () => {
  let bytes = 0;
  for (const one of window.connections) {
    if (one.connectionState === "closed") continue;
    for (const entry of (await one.getStats()).values()) {
      if (entry.type === "transport") bytes += entry.bytesSent;
    }
  }
  return bytes;
}"""


def measure(stage: Installation) -> list[Figure]:
    """Return the figures of calls between pages of one browser, on one server process."""
    with stage.server() as server, sync_playwright() as playwright:
        expect.set_options(timeout=WAIT_MS)
        with chromium(playwright.chromium) as browser:
            found = _setups(browser, server.base)
        for people, video in MESHES:
            # A browser of its own: what one leaves behind is not to be counted for the next.
            with chromium(playwright.chromium) as browser:
                found += _mesh(browser, server.base, people, video=video)
        return found


def _setups(browser: Browser, base: str) -> list[Figure]:
    alice, bob = _group(browser, base, 2, CLOCK)
    rings, pictures = [], []
    with _signalling(alice) as frames:
        for _ in range(ROUNDS + 1):
            rings.append(_until_it_rings(alice, bob))
            pictures.append(_until_a_picture(alice, bob))
            alice.hangs_up()
            expect(bob.room).to_have_count(0)
    for one in (alice, bob):
        one.person.context.close()
    per_call = sum(frames.values()) / (ROUNDS + 1)
    return [
        Figure("from the call to ringing on the other page, p50", _ms(percentile(rings[1:], 0.5))),
        Figure("from the call to ringing on the other page, worst", _ms(max(rings[1:])), "≤ 200 ms"),
        Figure("from the answer to the first decoded picture, p50", _ms(percentile(pictures[1:], 0.5))),
        Figure("from the answer to the first decoded picture, worst", _ms(max(pictures[1:])), "≤ 1,000 ms"),
        Figure("frames of calls over the caller's socket, both ways, per call", f"{per_call:.0f}"),
        Figure("of which signals", f"{frames['call_signal'] / (ROUNDS + 1):.0f}"),
    ]


def _until_it_rings(alice: Caller, bob: Caller) -> float:
    alice.page.get_by_role("main").get_by_role("button", name="Video call", exact=True).click()
    bob.page.evaluate(BEGIN_SEEING, "[role=alertdialog]")
    alice.enters("Start the call")
    expect(bob.incoming).to_be_visible()
    # The click that came first is the one of the lobby: the room has been pressed by nobody yet.
    return float(bob.page.evaluate("() => window.seen")) - float(
        alice.page.evaluate("() => window.pressedAt")
    )


def _until_a_picture(alice: Caller, bob: Caller) -> float:
    for one in (alice, bob):
        one.page.evaluate("() => { window.connections.length = 0; }")
    bob.page.evaluate(BEGIN_DECODING)
    bob.answers(video=True)
    pressed = float(bob.page.evaluate("() => window.pressedAt"))
    return float(bob.page.evaluate("() => window.seen")) - pressed


@contextmanager
def _signalling(caller: Caller) -> Iterator[Counter[str]]:
    """Count the frames about calls that come and go over the page's socket, by their type."""
    frames: Counter[str] = Counter()

    def note(text: str | bytes) -> None:
        for kind in ("call_start", "call_accept", "call_hangup", "call_signal", "call"):
            frames[kind] += f'"type":"{kind}"' in str(text).replace(" ", "")

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", note)
        socket.on("framereceived", note)

    caller.page.on("websocket", watch)
    caller.page.reload()
    expect(caller.person.composer).to_be_visible()
    yield frames


def _mesh(browser: Browser, base: str, people: int, *, video: bool) -> list[Figure]:
    callers = _group(browser, base, people)
    callers[0].calls(video=video)
    for one in callers[1:]:
        one.answers(video=video)
    for one in callers:
        one.hears(people - 1, video=video)
    cpu, sent = _spent(browser, callers)
    kind = "with pictures of 320 by 180" if video else "with sound alone"
    return [
        Figure(f"a call of {people} {kind}: CPU of each", f"{100 * cpu / people:.0f} % of a core"),
        Figure(f"a call of {people} {kind}: upstream of each", f"{sent / 1000:.0f} kbit/s"),
    ]


def _spent(browser: Browser, callers: list[Caller]) -> tuple[float, float]:
    """Return the cores that the browser takes, and the median of bits a second that each sends."""
    samples: list[tuple[float, float, list[int]]] = []
    for pause in (SECONDS, 0):
        sent = [int(one.page.evaluate(UPSTREAM)) for one in callers]
        samples.append((time.monotonic(), _cpu_of(browser), sent))
        callers[0].page.wait_for_timeout(pause * 1000)
    (began, cpu, sent), (ended, cpu_then, sent_then) = samples
    seconds = ended - began
    rates = [8 * (after - before) / seconds for before, after in zip(sent, sent_then, strict=True)]
    return (cpu_then - cpu) / seconds, statistics.median(rates)


def _cpu_of(browser: Browser) -> float:
    """Return the CPU seconds that all processes of the browser have taken."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(float(one["cpuTime"]) for one in processes)


def _group(browser: Browser, base: str, people: int, script: str = "") -> list[Caller]:
    made = [_signed_in(browser, base, f"Person{number}", script) for number in range(people)]
    first, *others = made
    talk = first.direct(others[0]) if len(others) == 1 else first.group(*others, title="Mesh")
    return [calling(one, talk) for one in made]


def _signed_in(browser: Browser, base: str, name: str, script: str) -> Person:
    made = Person(browser, base, name)
    if script:
        made.context.add_init_script(script)
    made.register()
    return made


def _ms(value: float) -> str:
    return f"{value:.0f} ms"
