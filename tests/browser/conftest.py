"""One browser and one server for all browser tests of a worker; every person has a browser context of their own."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.live import Installation, Server, installation
from tests.proxy import Proxy

from .caller import Caller, calling
from .chromium import chromium
from .faults import Faults
from .files import worker as working
from .person import Person

HERE = Path(__file__).parent
# A busy machine is slow, not wrong; nothing waits that long when all is well.
PATIENCE_MS = 30_000
# The browser talks to one shape; the server's own shapes are compared by tests/contract.
collect_ignore_glob = ["test_*.py"] if os.environ.get("PARLEY_TEST_SHAPE") == "memory" else []

Someone = Callable[..., Person]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the browser's tests come last and together, however the rest is shuffled: one browser serves them all."""
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.fixture(scope="package")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with installation(tmp_path_factory.mktemp("browser"), f"browser_{worker}", RATE_LIMIT_FACTOR="0") as made:
        yield made


@pytest.fixture(scope="package")
def server(live: Installation) -> Iterator[Server]:
    with live.server() as running:
        yield running


@pytest.fixture
def worker(live: Installation) -> Iterator[None]:
    """Who looks at large files, and sees that time is up: servers leave that to others."""
    with working(live):
        yield


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. For this package alone: while it runs, its thread has an event loop, which other tests start anew."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright, chromium(playwright.chromium) as running:
        yield running


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    """A way to the server that can be cut."""
    with Proxy(server.port) as made:
        yield made


@contextmanager
def company(browser: Browser, server: Server) -> Iterator[Someone]:
    """Make people with an account each, signed in; what their pages complained of is an error in the end."""
    with ExitStack() as leaving:
        people: list[Person] = []

        def make(name: str, *, base: str = server.base, on: Browser = browser, **context: Any) -> Person:
            made = Person(on, base, name, **context)
            leaving.callback(made.context.close)
            made.register()
            people.append(made)
            return made

        yield make
        complaints = [complaint for one in people for complaint in one.faults.unexpected()]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def person(browser: Browser, server: Server) -> Iterator[Someone]:
    with company(browser, server) as make:
        yield make


@pytest.fixture
def stranger(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of somebody who is not signed in."""
    context = browser.new_context(locale="en-GB", service_workers="block")
    faults = Faults(context)
    # The browser itself notes an answer of 401 in its console.
    faults.allow_network()
    page = context.new_page()
    page.goto(server.base)
    yield page
    context.close()
    assert not faults.unexpected()


@pytest.fixture
def alice(person: Someone) -> Person:
    return person("Alice")


@pytest.fixture
def bob(person: Someone) -> Person:
    return person("Bob")


@pytest.fixture
def carol(person: Someone) -> Person:
    return person("Carol")


@pytest.fixture
def talk(alice: Person, bob: Person) -> str:
    return alice.direct(bob)


@pytest.fixture
def callers(talk: str, alice: Person, bob: Person) -> tuple[Caller, Caller]:
    return calling(alice, talk), calling(bob, talk)
