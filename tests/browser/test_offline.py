"""Installed on a device: it opens without a network and shows what was last read."""

import pytest
from playwright.sync_api import expect

from tests.proxy import Proxy

from .conftest import Someone
from .person import Person


@pytest.fixture
def alice(person: Someone, proxy: Proxy) -> Person:
    made = person("Alice", base=proxy.base, service_workers="allow")
    made.faults.allow_network()
    return made


def installed(alice: Person) -> None:
    """Wait until the worker has the whole shell."""
    alice.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def test_it_opens_offline_with_what_was_read(alice: Person, bob: Person, proxy: Proxy) -> None:
    talk = bob.direct(alice)
    for number in range(5):
        bob.says(talk, f"Kept {number}")
    alice.arrive().open(talk)
    alice.sees("Kept 4")
    installed(alice)
    proxy.cut()
    alice.page.goto(f"{alice.base}/#/c/{talk}")
    alice.page.reload()
    alice.sees_in_order(*(f"Kept {number}" for number in range(5)))
    expect(alice.listed("Bob")).to_be_visible()
    fresh = alice.context.new_page()
    fresh.goto(f"{alice.base}/")
    expect(fresh.get_by_role("navigation", name="Conversations").get_by_text("Bob").first).to_be_visible()


def test_signing_out_leaves_nothing_on_the_device(alice: Person, bob: Person, proxy: Proxy) -> None:
    talk = bob.direct(alice)
    bob.says(talk, "For your eyes only")
    alice.arrive().open(talk)
    alice.sees("For your eyes only")
    installed(alice)
    alice.account.click()
    alice.menu_item("Sign out").click()
    expect(alice.button("Sign in")).to_be_visible()
    proxy.cut()
    alice.page.reload()
    expect(alice.page.get_by_text("For your eyes only")).to_have_count(0)
    kept = alice.page.evaluate(
        """async () => {
          const found = [];
          for (const {name, version} of await indexedDB.databases()) {
            const base = await new Promise((done) => {
              const asked = indexedDB.open(name, version); asked.onsuccess = () => done(asked.result);
            });
            for (const store of base.objectStoreNames) {
              const all = base.transaction(store).objectStore(store).getAll();
              found.push(await new Promise((done) => { all.onsuccess = () => done(JSON.stringify(all.result)); }));
            }
            base.close();
          }
          return found.join();
        }"""
    )
    assert "For your eyes only" not in kept
    assert bob.id not in kept


def test_the_shell_is_whole_and_comes_from_the_worker(alice: Person) -> None:
    alice.arrive()
    installed(alice)
    alice.page.reload()
    expect(alice.sidebar).to_be_visible()
    fetched = alice.page.evaluate(
        """() => performance.getEntriesByType("resource")
             .filter((one) => /\\.(js|css)$/.test(one.name) && one.workerStart === 0).map((one) => one.name)"""
    )
    assert not fetched


def test_it_can_be_installed(alice: Person) -> None:
    alice.arrive()
    session = alice.context.new_cdp_session(alice.page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["url"], "no manifest"
    assert not manifest["errors"]
