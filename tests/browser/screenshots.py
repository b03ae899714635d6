"""Pictures of the client, for the README and for whoever judges how it looks."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect
from websockets.sync.client import connect

from tests.live import Installation

from .person import PASSWORD, Person
from .team import Team

LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
TELEPHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
TYPING = 20


class Photographer:
    """Takes pictures of one installation into one directory."""

    def __init__(self, browser: Browser, base: str, live: Installation, directory: Path) -> None:
        self.browser = browser
        self.base = base
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self.team = Team(browser, base, live)

    def take_all(self) -> None:
        self.laptop()
        self.dark()
        self.telephone()
        self.offline()
        self.empty()
        self.crowd()
        self.team.close()

    def laptop(self) -> None:
        with self._mara(**LAPTOP) as mara:
            mara.page.goto(f"{self.base}/#/c/{self.team.home}")
            self._settled(mara)
            self._take(mara, "laptop")
            mara.button("Conversation details").click()
            expect(mara.page.get_by_role("complementary", name="Details")).to_be_visible()
            self._take(mara, "laptop-details")

    def dark(self) -> None:
        with self._mara(**LAPTOP, color_scheme="dark") as mara:
            mara.page.goto(f"{self.base}/#/c/{self.team.home}")
            self._settled(mara)
            self._take(mara, "dark")

    def telephone(self) -> None:
        with self._mara(**TELEPHONE) as mara:
            mara.page.goto(self.base)
            expect(mara.listed("Harbour festival")).to_be_visible()
            self._take(mara, "phone-list")
            mara.listed("Harbour festival").tap()
            self._settled(mara)
            self._take(mara, "phone")

    def offline(self) -> None:
        with self._mara(**LAPTOP) as mara:
            mara.page.goto(f"{self.base}/#/c/{self.team.home}")
            self._settled(mara)
            mara.context.set_offline(True)
            expect(mara.link_says(re.compile("offline"))).to_be_visible()
            mara.say("On the ferry, no network. I'll bring the lanterns ⛴️")
            expect(mara.message("On the ferry")).to_be_visible()
            self._take(mara, "offline")

    def empty(self) -> None:
        newcomer = Person(self.browser, self.base, "Nora Falk", **LAPTOP)
        newcomer.register()
        newcomer.arrive()
        self._take(newcomer, "empty")
        newcomer.context.close()
        stranger = self.browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
        page = stranger.new_page()
        page.goto(self.base)
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        page.screenshot(path=self.directory / "sign-in.png")
        stranger.close()

    def crowd(self) -> None:
        """Twenty people type at once."""
        crowd = [Person(self.browser, self.base, f"Guest {number:02}") for number in range(1, TYPING + 1)]
        for guest in crowd:
            guest.register()
        busy = self.team.people["jonas"].group(self.team.mara, *crowd, title="Opening night")
        for guest, text in zip(crowd, ("Who is in?", "Me!", "Me too", "Count me in 🎉"), strict=False):
            guest.says(busy, text)
        with self._mara(**LAPTOP) as mara, ExitStack() as sockets:
            mara.page.goto(f"{self.base}/#/c/{busy}")
            expect(mara.message("Count me in")).to_be_visible()
            # Nobody reads what they hear: a bounded queue would fill up, with the answer to their leaving behind it.
            ways = (connect(self._socket_of(guest), max_queue=None) for guest in crowd)
            writing = [sockets.enter_context(way) for way in ways]
            for socket in writing:
                frame = {"type": "typing_indicator", "conversation": busy, "typing": True}
                socket.send(json.dumps(frame))
            expect(mara.page.get_by_text(re.compile(f"{TYPING} people"))).to_be_visible()
            self._take(mara, "twenty-typing")
        for guest in crowd:
            guest.context.close()

    def _socket_of(self, guest: Person) -> str:
        body = {"username": guest.username, "password": PASSWORD}
        access = guest.api("POST /api/auth/token", body)["access"]
        return f"{self.base.replace('http', 'ws', 1)}/ws?token={access}"

    @contextmanager
    def _mara(self, **context: Any) -> Iterator[Person]:
        """Mara in a context of this kind."""
        mara = Person(self.browser, self.base, "Mara Lindqvist", **context)
        mara.become(self.team.mara)
        yield mara
        mara.context.close()

    def _settled(self, person: Person) -> None:
        expect(person.message("mostly lemonade")).to_be_in_viewport()
        expect(person.composer).to_be_visible()

    def _take(self, person: Person, name: str) -> None:
        person.page.evaluate("() => Promise.all([...document.images].map((image) => image.decode()))")
        person.page.screenshot(path=self.directory / f"{name}.png", animations="disabled")
