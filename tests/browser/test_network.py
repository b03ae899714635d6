"""The wire is cut, the server restarts, the laptop sleeps: nothing is lost, nothing comes twice."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.live import Installation, stop
from tests.proxy import Proxy

from .chromium import asleep, chromium
from .conftest import Someone
from .person import Person

TROUBLE = re.compile("Reconnecting|offline|Connecting")


@pytest.fixture
def alice(person: Someone, proxy: Proxy) -> Person:
    """Alice, whose wire can be cut."""
    made = person("Alice", base=proxy.base)
    made.faults.allow_network()
    return made


@pytest.fixture
def talk(alice: Person, bob: Person) -> str:
    conversation = alice.direct(bob)
    alice.arrive().open(conversation)
    bob.arrive().open(conversation)
    alice.say("Before")
    bob.sees("Before")
    return conversation


def agree(talk: str, alice: Person, bob: Person, *texts: str) -> None:
    """Both show these messages, each once and in this order, and so does the record."""
    for one in (alice, bob):
        one.sees_in_order(*texts)
    bob.reads(talk, *texts)


def test_a_cut_wire_is_mended_without_loss(talk: str, alice: Person, bob: Person, proxy: Proxy) -> None:
    proxy.cut()
    expect(alice.link_says(TROUBLE)).to_be_visible()
    bob.tell("While you were away")
    alice.say("Written in the tunnel")
    expect(alice.message("Written in the tunnel")).to_contain_text("Sending")
    proxy.restore()
    agree(talk, alice, bob, "Before", "While you were away", "Written in the tunnel")
    expect(alice.message("Written in the tunnel")).not_to_contain_text("Sending")


def test_cuts_in_the_middle_of_sending(talk: str, alice: Person, bob: Person, proxy: Proxy) -> None:
    texts = [f"Line {number:02}" for number in range(12)]
    for number, text in enumerate(texts):
        alice.say(text)
        if number % 4 == 2:
            proxy.cut_once()
    agree(talk, alice, bob, "Before", *texts)


def test_the_browser_says_offline_and_online(talk: str, alice: Person, bob: Person) -> None:
    alice.context.set_offline(True)
    expect(alice.link_says(TROUBLE)).to_be_visible()
    alice.say("First offline")
    alice.say("Second offline")
    bob.tell("Where is Alice?")
    alice.context.set_offline(False)
    agree(talk, alice, bob, "Before", "Where is Alice?", "First offline", "Second offline")


def test_what_was_written_offline_survives_a_reload(person: Someone, proxy: Proxy, bob: Person) -> None:
    alice = person("Alice", base=proxy.base, service_workers="allow")
    alice.faults.allow_network()
    talk = alice.direct(bob)
    alice.arrive().open(talk)
    alice.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    alice.say("Before")
    bob.arrive().open(talk)
    bob.sees("Before")
    proxy.cut()
    texts = [f"Offline {number}" for number in range(3)]
    for text in texts:
        alice.say(text)
    alice.page.reload()
    alice.sees_in_order("Before", *texts)
    proxy.restore()
    agree(talk, alice, bob, "Before", *texts)
    alice.page.reload()
    agree(talk, alice, bob, "Before", *texts)


def test_the_server_is_restarted(person: Someone, bob: Person, live: Installation, proxy: Proxy) -> None:
    with live.server() as first:
        proxy.upstream = first.port
        alice = person("Alice", base=proxy.base)
        alice.faults.allow_network()
        talk = alice.direct(bob)
        alice.arrive().open(talk)
        alice.tell("Before")
        stop(first)
        expect(alice.link_says(TROUBLE)).to_be_visible()
        alice.say("Into the void")
        bob.says(talk, "By another process")
    with live.server() as second:
        proxy.upstream = second.port
        alice.sees_in_order("Before", "By another process", "Into the void")
        expect(alice.message("Into the void")).not_to_contain_text("Sending")
        bob.reads(talk, "Before", "By another process", "Into the void")
        alice.page.close()


@pytest.fixture
def laptop(browser: Browser) -> Iterator[Browser]:
    """A browser of its own, which can be put to sleep."""
    with chromium(browser.browser_type) as running:
        yield running


@pytest.fixture
def sleeper(laptop: Browser, person: Someone, proxy: Proxy) -> Person:
    made = person("Alice", base=proxy.base, on=laptop)
    made.faults.allow_network()
    return made


def settle_in(sleeper: Person, bob: Person) -> str:
    talk = sleeper.direct(bob)
    sleeper.arrive().open(talk)
    bob.arrive().open(talk)
    sleeper.say("Before")
    # When that is read nothing more is on its way, which would be a sign of life on waking.
    expect(sleeper.log.get_by_label(re.compile("(Seen|Read) by.*Bob")).first).to_be_visible()
    return talk


def test_a_laptop_sleeps_and_wakes(laptop: Browser, sleeper: Person, bob: Person, proxy: Proxy) -> None:
    talk = settle_in(sleeper, bob)
    night = [f"Night {number}" for number in range(5)]
    with asleep(laptop):
        for text in night:
            bob.says(talk, text)
        proxy.cut_once()
    agree(talk, sleeper, bob, "Before", *night)
    sleeper.say("Good morning")
    agree(talk, sleeper, bob, "Before", *night, "Good morning")


def test_a_connection_that_died_in_its_sleep_is_noticed(
    laptop: Browser, sleeper: Person, bob: Person, proxy: Proxy
) -> None:
    """The socket looks open and nothing comes: only a question on waking tells."""
    talk = settle_in(sleeper, bob)
    with asleep(laptop):
        proxy.silence()
        bob.says(talk, "Unheard")
    sleeper.page.evaluate("() => document.dispatchEvent(new Event('resume'))")
    expect(sleeper.link_says(TROUBLE)).to_be_visible()
    proxy.cut_once()
    proxy.restore()
    agree(talk, sleeper, bob, "Before", "Unheard")


def test_a_message_that_is_refused_says_so_and_can_be_discarded(alice: Person, bob: Person) -> None:
    talk = alice.direct(bob)
    alice.arrive().open(talk)
    bob.api(f"PUT /api/users/{alice.id}/block")
    alice.say("Are you there?")
    failed = alice.message("Are you there?")
    expect(failed).to_contain_text("Not sent")
    bob.api(f"DELETE /api/users/{alice.id}/block")
    failed.get_by_role("button", name="Retry").click()
    bob.reads(talk, "Are you there?")
    expect(failed).not_to_contain_text("Not sent")
    bob.api(f"PUT /api/users/{alice.id}/block")
    alice.say("And now?")
    alice.message("And now?").get_by_role("button", name="Discard").click()
    expect(alice.message("And now?")).to_have_count(0)
    bob.reads(talk, "Are you there?")


def test_the_bar_tells_the_time_left_and_tries_at_once_when_asked(
    talk: str, alice: Person, proxy: Proxy
) -> None:
    proxy.cut()
    again = alice.page.get_by_role("button", name="Try now")
    expect(again).to_be_visible()
    expect(alice.link_says(re.compile(r"\d+ s"))).to_be_visible()
    proxy.restore()
    alice.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(again).to_have_count(0)
