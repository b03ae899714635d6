"""A person at a browser: what they do, in the words of the interface, and what they see."""

import json
import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from .faults import Faults

PASSWORD = "correct horse battery staple"
ACTION_MS = 30_000


class Person:
    """Somebody with an account and a browser context of their own. `page` is the tab they look at."""

    def __init__(
        self, browser: Browser, base: str, name: str, *, username: str | None = None, **context: Any
    ) -> None:
        self.base = base
        self.name = name
        self.username = username or unique(name.split(maxsplit=1)[0].lower())
        # Most tests are not about the worker, which would fetch every file once more.
        options = {"locale": "en-GB", "service_workers": "block", "viewport": {"width": 1280, "height": 800}}
        self.context = browser.new_context(**{**options, **context})
        self.context.set_default_timeout(ACTION_MS)
        self.faults = Faults(self.context)
        self.id = ""
        self._csrf = ""
        self._page: Page | None = None

    # ── the account ──

    def register(self) -> None:
        """Make the account and sign the context in, as the form does."""
        self._csrf = self.api("GET /api/auth/cookie")["csrf_token"]
        body = {"username": self.username, "display_name": self.name, "password": PASSWORD, "cookie": True}
        self.id = self.api("POST /api/auth/register", body)["user"]["id"]
        self._csrf = self.api("GET /api/auth/cookie")["csrf_token"]

    def become(self, other: "Person") -> None:
        """Be somebody with an account already, on a device of their own."""
        self.id, self.username, self.name = other.id, other.username, other.name
        self._csrf = self.api("GET /api/auth/cookie")["csrf_token"]
        self.api("POST /api/auth/cookie", {"username": other.username, "password": PASSWORD})
        self._csrf = self.api("GET /api/auth/cookie")["csrf_token"]

    def api(self, call: str, body: object = None) -> Any:
        """Make the call written as docs/protocol.md writes it and return the answer."""
        method, path = call.split(" ", 1)
        answer = self.context.request.fetch(
            f"{self.base}{path}",
            method=method,
            data=None if body is None else json.dumps(body),
            headers={"X-CSRFToken": self._csrf, "Content-Type": "application/json"},
        )
        assert answer.ok, (call, answer.status, answer.text())
        return answer.json() if answer.status != 204 else None

    def direct(self, other: "Person") -> str:
        made = self.api("POST /api/conversations", {"kind": "direct", "members": [other.username]})
        return str(made["id"])

    def group(self, *others: "Person", title: str = "Tea", **fields: Any) -> str:
        body = {"kind": "group", "title": title, "members": [other.username for other in others], **fields}
        return str(self.api("POST /api/conversations", body)["id"])

    def says(self, conversation: str, text: str, **fields: Any) -> dict[str, Any]:
        """Send without the page, as another client of theirs would."""
        body = {"body": text, "client_id": unique("c"), **fields}
        said: dict[str, Any] = self.api(f"POST /api/conversations/{conversation}/messages", body)
        return said

    def reads(self, conversation: str, *bodies: str) -> None:
        """Wait until the record holds these messages: a page shows what it sends before it is sent."""
        _until(lambda: self.bodies(conversation), list(bodies))

    def has_read(self, conversation: str) -> None:
        """Wait until the record says that they have read everything: a page shows it before that is told."""
        _until(lambda: self.api(f"GET /api/conversations/{conversation}")["unread"], 0)

    def bodies(self, conversation: str) -> list[str]:
        """Return what the record holds, oldest first."""
        page = self.api(f"GET /api/conversations/{conversation}/messages?limit=100")
        return [message["body"] for message in reversed(page["results"])]

    # ── the page ──

    @property
    def page(self) -> Page:
        if self._page is None:
            self._page = self.context.new_page()
        return self._page

    def arrive(self, path: str = "/") -> "Person":
        """Load the client at a path, signed in, and wait for the list of conversations."""
        self.page.goto(f"{self.base}{path}")
        expect(self.sidebar).to_be_visible()
        return self

    def open(self, conversation: str) -> "Person":
        """Go to a conversation and wait until one can write."""
        self.page.goto(f"{self.base}/#/c/{conversation}")
        expect(self.composer).to_be_visible()
        return self

    def looks_again(self) -> None:
        """Come back to the tab, whose page then asks what has changed instead of waiting for its next heartbeat."""
        self.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    @property
    def sidebar(self) -> Locator:
        return self.page.get_by_role("navigation", name="Conversations")

    @property
    def account(self) -> Locator:
        """Return the button whose name begins with these words and goes on with the person's."""
        return self.page.get_by_role("button", name="Your account")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    @property
    def messages(self) -> Locator:
        return self.log.get_by_role("article")

    def link_says(self, words: re.Pattern[str]) -> Locator:
        """Return where the interface says so about the connection."""
        return self.page.get_by_role("status").filter(has_text=words).first

    def message(self, text: str | re.Pattern[str]) -> Locator:
        return self.messages.filter(has_text=text)

    def listed(self, title: str) -> Locator:
        """Return the conversation's link in the sidebar."""
        return self.sidebar.get_by_role("link").filter(has=self.page.get_by_text(title, exact=True))

    def say(self, text: str) -> None:
        self.composer.fill(text)
        self.composer.press("Enter")

    def tell(self, text: str) -> None:
        """Say something, and wait until it has its place in the log: only then can it be changed."""
        self.say(text)
        expect(self.message(text)).to_have_attribute("data-seq", re.compile(r"^\d+$"))

    def act(self, message: Locator, action: str) -> None:
        """Use an action of a message's toolbar."""
        message.hover()
        message.get_by_role("button", name=action, exact=True).click()

    def sees(self, text: str) -> None:
        expect(self.message(text)).to_have_count(1)

    def sees_in_order(self, *texts: str) -> None:
        """Wait until the messages shown last are these, each once."""
        patterns = [re.compile(re.escape(text)) for text in texts]
        expect(self.messages.filter(has_text=re.compile("|".join(map(re.escape, texts))))).to_have_text(
            patterns
        )

    def stays(self) -> None:
        """Begin to close the page, be asked whether to, and stay."""
        with self.page.expect_event("dialog") as asked:
            self.page.close(run_before_unload=True)
        assert asked.value.type == "beforeunload"
        asked.value.dismiss()

    def leaves(self) -> None:
        """Close the page without being asked."""
        asked = questions(self.page)
        with self.page.expect_event("close"):
            self.page.close(run_before_unload=True)
        assert not asked

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def menu_item(self, name: str) -> Locator:
        return self.page.get_by_role("menuitem", name=name, exact=True)

    def dialog(self, name: str) -> Locator:
        return self.page.get_by_role("dialog", name=name)


def _until(look: Callable[[], object], wanted: object) -> None:
    deadline = time.monotonic() + ACTION_MS / 1000
    while (found := look()) != wanted and time.monotonic() < deadline:
        pass
    assert found == wanted


def questions(page: Page) -> list[str]:
    """Agree to whatever the browser itself asks from now on, and collect what kind of question it was."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    return asked


def unique(name: str) -> str:
    """Return a name that no other test uses."""
    return f"{name}-{uuid4().hex[:10]}"
