"""The shell as a static host serves it: kept whole, opened without a network, replaced when the reader says so."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from apps.web.headers import SHELL
from tools.web_shell import write

LOADED = "document.documentElement.dataset.version"
REGISTER = """async () => {
  const { registerWorker } = await import("/net/worker.js");
  await registerWorker((reload) => { window.reloadToNew = reload; });
  await navigator.serviceWorker.ready;
  while (!navigator.serviceWorker.controller) {
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  }
}"""
LOOK_FOR_UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  try { await registration.update(); } catch { return "refused"; }
  const next = registration.installing ?? registration.waiting;
  if (!next) return "none";
  while (!["installed", "redundant"].includes(next.state)) {
    await new Promise((done) => next.addEventListener("statechange", done, { once: true }));
  }
  return next.state;
}"""


class Host(SimpleHTTPRequestHandler):
    """A static host with the headers of docs/operations.md, and nothing of the server behind it."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        for name, value in SHELL.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is inherited)
        """Say nothing."""


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A version of the client whose first module says which version it is."""
    copy = Path(copytree(settings.WHITENOISE_ROOT, tmp_path / "web"))
    release(copy, "one")
    return copy


@pytest.fixture
def page(web: Path, browser: Browser) -> Iterator[Page]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(web))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        context = browser.new_context(base_url=f"http://127.0.0.1:{host.server_address[1]}")
        opened = context.new_page()
        opened.goto("/")
        opened.evaluate(REGISTER)
        yield opened
        context.close()
        host.shutdown()


def release(web: Path, version: str) -> None:
    (web / "main.js").write_text(f'{LOADED} = "{version}";\n', "utf-8")
    write(web)


def test_it_opens_without_a_network(page: Page) -> None:
    page.context.set_offline(True)
    page.goto("/#/settings")
    assert page.evaluate(LOADED) == "one"


def test_it_answers_nothing_but_files_of_the_shell(page: Page) -> None:
    page.context.set_offline(True)
    for path in ("/api/users/me", "/ws", "/admin/", "/health/live", "/shell.js"):
        assert page.evaluate("(path) => fetch(path).then(() => 'answered', () => 'not')", path) == "not"


def test_a_new_version_waits_for_the_reader(page: Page, web: Path) -> None:
    release(web, "two")
    assert page.evaluate(LOOK_FOR_UPDATE) == "installed"
    page.goto("/?again")
    assert page.evaluate(LOADED) == "one"
    page.evaluate(REGISTER)
    with page.expect_navigation():
        page.evaluate("window.reloadToNew()")
    assert page.evaluate(LOADED) == "two"
    assert len(page.evaluate("caches.keys()")) == 1


def test_a_version_with_a_file_that_is_not_as_listed_is_refused_whole(page: Page, web: Path) -> None:
    release(web, "two")
    with (web / "main.js").open("a") as file:
        file.write("// changed on the way\n")
    assert page.evaluate(LOOK_FOR_UPDATE) == "redundant"
    page.reload()
    assert page.evaluate(LOADED) == "one"
    assert len(page.evaluate("caches.keys()")) == 1
