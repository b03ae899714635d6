"""Somebody who calls: what they press, and what their connections say of the media that flow."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .person import Person

# The page keeps its connections to itself: the test sees them by making them. Its camera is small: a machine that runs
# several browsers is not to spend itself on coding their pictures.
WATCH = """
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (ask) navigator.mediaDevices.getUserMedia = (wishes) => ask(
  wishes.video ? {...wishes, video: {...wishes.video, width: 320, height: 180}} : wishes);
window.awake = new Set();
const hold = navigator.wakeLock?.request.bind(navigator.wakeLock);
if (hold) navigator.wakeLock.request = async (kind) => {
  const lock = await hold(kind);
  window.awake.add(lock);
  lock.addEventListener("release", () => window.awake.delete(lock));
  return lock;
};
const Line = WebSocket;
window.WebSocket = class extends Line {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => (window.reached = true), { once: true });
  }
};
window.connections = [];
const Real = RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(...given) {
    super(...given);
    this.configuration = given[0];
    window.connections.push(this);
  }
};
window.flows = async () => {
  const open = window.connections.filter((one) => one.connectionState !== "closed");
  return Promise.all(open.map(async (one) => {
    const stats = [...(await one.getStats()).values()];
    const incoming = stats.filter(({ type }) => type === "inbound-rtp");
    const sum = (kind, field) => incoming
      .filter((entry) => entry.kind === kind).reduce((total, entry) => total + (entry[field] ?? 0), 0);
    const transport = stats.find(({ type }) => type === "transport");
    const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId);
    return {
      state: one.connectionState,
      audio: sum("audio", "bytesReceived"),
      frames: sum("video", "framesDecoded"),
      local: stats.find(({ id }) => id === pair?.localCandidateId)?.candidateType ?? null,
      way: one.remoteDescription?.sdp.match(/ice-ufrag:(\\S+)/)?.[1] ?? null,
    };
  }));
};
"""
FLOWING = """async ({ others, video, more, not, until }) => {
  const good = (one) => one.state === "connected" && one.audio > 0 && (one.frames > 0 || !video) && one.way !== not;
  const heard = (found) => found.reduce((sum, { audio }) => sum + audio, 0);
  const end = Date.now() + until;
  for (;;) {
    const found = await window.flows();
    if (found.length === others && found.every(good) && heard(found) > more) return found;
    if (Date.now() > end) throw new Error(JSON.stringify(found));
    await new Promise((done) => setTimeout(done, 200));
  }
}"""
# Pictures are made, sent and shown without a graphics card, by as many pages as there are people.
FLOW_MS = 90_000


class Caller:
    """A person with a page that is loaded already."""

    def __init__(self, person: Person, page: Page | None = None) -> None:
        self.person = person
        self.page = page or person.page

    @property
    def room(self) -> Locator:
        return self.page.get_by_role("dialog", name=re.compile("^Call: "))

    @property
    def incoming(self) -> Locator:
        return self.page.get_by_role("alertdialog", name=re.compile("is calling$"))

    @property
    def lobby(self) -> Locator:
        return self.page.get_by_role("dialog", name=re.compile("^(Call|Join the call in) [^:]+$"))

    def tile(self, name: str) -> Locator:
        return self.room.get_by_role("listitem").filter(has_text=name)

    def press(self, name: str) -> None:
        self.room.get_by_role("button", name=name, exact=True).click()

    def calls(self, *, video: bool = False) -> None:
        main = self.page.get_by_role("main")
        main.get_by_role("button", name="Video call" if video else "Call", exact=True).click()
        self.enters("Start the call")

    def joins(self) -> None:
        """Join the call that lives in the open conversation."""
        self.page.get_by_role("main").get_by_role("button", name="Join", exact=True).click()
        self.enters("Join")

    def enters(self, button: str) -> None:
        self.lobby.get_by_role("button", name=button, exact=True).click()
        expect(self.room).to_be_visible()

    def answers(self, *, video: bool = False) -> None:
        self.incoming.get_by_role(
            "button", name="Answer with video" if video else "Answer", exact=True
        ).click()
        expect(self.room).to_be_visible()

    def declines(self) -> None:
        self.incoming.get_by_role("button", name="Decline", exact=True).click()

    def is_kept_awake(self, held: bool) -> None:
        """Wait until the page keeps the screen on, or no longer does."""
        self.page.wait_for_function("(held) => (window.awake.size > 0) === held", arg=held)

    def hangs_up(self) -> None:
        self.press("Hang up")
        expect(self.room).to_have_count(0)

    def flows(self) -> list[dict[str, Any]]:
        """Return what each connection that is open says of itself."""
        found: list[dict[str, Any]] = self.page.evaluate("() => window.flows()")
        return found

    def hears(self, others: int, *, video: bool = False) -> list[dict[str, Any]]:
        """Wait until sound, and pictures if wanted, come from so many others and go on coming."""
        first = self.until(others, video=video)
        return self.until(others, video=video, more=sum(one["audio"] for one in first))

    def until(
        self, others: int, *, video: bool = False, more: int = 0, other_way_than: str = ""
    ) -> list[dict[str, Any]]:
        """Wait until so many connections bring sound, over `more` bytes of it, and return what they say."""
        wanted = {"others": others, "video": video, "more": more, "not": other_way_than, "until": FLOW_MS}
        found: list[dict[str, Any]] = self.page.evaluate(FLOWING, wanted)
        return found


def calling(person: Person, conversation: str) -> Caller:
    """Return somebody in a conversation, at a page whose connections can be looked at."""
    person.context.add_init_script(WATCH)
    person.open(conversation)
    # Whose line to the server is not there yet is told so, and calls nobody.
    person.page.wait_for_function("() => window.reached")
    return Caller(person)
