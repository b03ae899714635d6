"""What a page complains of: errors in its console, exceptions nobody caught, violations of the security policy."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`Policy violated: ${event.violatedDirective} by ${event.blockedURI || event.sourceFile}`));
"""
# Playwright says so where workers are blocked.
BLOCKED = r"Service Worker registration blocked"
# What the browser itself writes when a request fails, whatever the page makes of it.
NETWORK = (
    r"^Failed to load resource|WebSocket connection to|net::ERR_|an unknown error occurred when fetching"
)


class Faults:
    """Collects the complaints of all pages of a context."""

    def __init__(self, context: BrowserContext) -> None:
        self._seen: list[str] = []
        self._allowed: list[str] = [BLOCKED]
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._note_console)
        context.on("weberror", self._note_error)

    def allow(self, pattern: str) -> None:
        """Let complaints that match this regular expression pass in this test."""
        self._allowed.append(pattern)

    def allow_network(self) -> None:
        self.allow(NETWORK)

    def unexpected(self) -> list[str]:
        return [text for text in self._seen if not any(re.search(one, text) for one in self._allowed)]

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self._seen.append(f"{message.text} ({where})")

    def _note_error(self, error: WebError) -> None:
        self._seen.append(f"uncaught: {error.error}")
