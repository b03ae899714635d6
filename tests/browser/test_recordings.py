"""A call is recorded once everybody agrees, is played back in the page, and survives a cut."""

import re

import pytest
from playwright.sync_api import Locator, Route, expect

from .axe import violations
from .caller import Caller, calling
from .conftest import Someone
from .files import let_through
from .person import Person

# What takes more than a moment is looked at by a worker.
pytestmark = pytest.mark.usefixtures("worker")

PART = "**/stored/recordings/**"
SENT = """
() => {
  window.sent = 0;
  const real = fetch;
  window.fetch = async (...given) => {
    const answer = await real(...given);
    if (given[1]?.method === "PUT" && answer.ok) window.sent += 1;
    return answer;
  };
}
"""


@pytest.fixture
def callers(alice: Person, bob: Person) -> tuple[Caller, Caller]:
    """Two people who see and hear each other."""
    conversation = alice.group(bob, title="Rehearsal")
    first, second = calling(alice, conversation), calling(bob, conversation)
    first.calls(video=True)
    second.answers(video=True)
    for caller in (first, second):
        caller.hears(1, video=True)
    return first, second


def asked(caller: Caller) -> Locator:
    return caller.room.get_by_role("alertdialog", name="Record the call?")


def says(caller: Caller, words: str) -> None:
    expect(caller.room.get_by_role("status").filter(has_text=words)).to_be_visible()


def agree(first: Caller, second: Caller) -> None:
    first.press("Record")
    says(first, "Waiting for everybody")
    asked(second).get_by_role("button", name="Agree", exact=True).click()
    says(first, "You are recording this call")
    says(second, "Alice is recording this call")


def recorded(person: Person) -> Locator:
    return person.log.get_by_role("button", name=re.compile("^Play the recording"))


def plays(person: Person) -> None:
    """Play the recording of the log, and wait until its picture and its time move."""
    recorded(person).click()
    video = person.log.locator("video")
    person.page.wait_for_function(
        "(video) => video.currentTime > 0.5 && video.videoWidth > 0 && Number.isFinite(video.duration)",
        arg=video.element_handle(),
    )


def test_what_somebody_does_not_agree_to_is_not_recorded(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.press("Record")
    expect(asked(bob)).to_be_visible()
    assert violations(bob.page) == []
    asked(bob).get_by_role("button", name="Do not agree").click()
    expect(asked(bob)).to_have_count(0)
    expect(alice.room.get_by_role("button", name="Record", exact=True)).to_be_visible()
    (call,) = alice.person.api("GET /api/calls")["results"]
    assert alice.person.api(f"GET /api/calls/{call['id']}")["recordings"] == []
    alice.hangs_up()
    expect(recorded(alice.person)).to_have_count(0)


def test_a_recording_is_played_by_the_conversations_members(
    callers: tuple[Caller, Caller], person: Someone
) -> None:
    alice, bob = callers
    alice.page.evaluate(SENT)
    agree(alice, bob)
    # Something of it is safe already while it goes on.
    alice.page.wait_for_function("() => window.sent > 0")
    bob.press("Stop recording")
    expect(alice.room.get_by_role("button", name="Record", exact=True)).to_be_visible()
    alice.hangs_up()
    for caller in (alice, bob):
        plays(caller.person)
    (call,) = alice.person.api(f"GET /api/conversations/{place(alice)}/calls")["results"]
    (recording,) = call["recordings"]
    stranger = person("Mallory")
    answer = stranger.context.request.get(f"{stranger.base}/api/files/{recording['file']['id']}")
    assert answer.status == 404


def test_hanging_up_keeps_what_was_recorded(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.page.evaluate(SENT)
    agree(alice, bob)
    alice.page.wait_for_function("() => window.sent > 0")
    held: list[Route] = []
    alice.page.route(PART, lambda route: held.append(route))  # noqa: PLW0108 (a built-in has no signature to look at)
    alice.hangs_up()
    alice.person.stays()
    let_through(alice.page, PART, held)
    for caller in (bob, alice):
        plays(caller.person)
    alice.person.leaves()


def test_a_cut_in_the_middle_loses_nothing(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.page.evaluate(SENT)
    agree(alice, bob)
    alice.page.wait_for_function("() => window.sent > 0")
    alice.person.faults.allow_network()
    alice.person.context.set_offline(True)
    expect(alice.room.get_by_text("Reconnecting").first).to_be_visible()
    alice.person.context.set_offline(False)
    says(alice, "You are recording this call")
    before = alice.page.evaluate("() => window.sent")
    alice.page.wait_for_function("(before) => window.sent > before", arg=before)
    alice.hangs_up()
    plays(bob.person)


def test_a_page_that_is_loaded_anew_ends_its_recording(callers: tuple[Caller, Caller]) -> None:
    alice, bob = callers
    alice.page.evaluate(SENT)
    agree(alice, bob)
    alice.page.wait_for_function("() => window.sent > 0")
    alice.page.reload()
    alice.page.get_by_role("button", name="Return to the call").click()
    expect(bob.room.get_by_role("button", name="Record", exact=True)).to_be_visible()
    alice.hangs_up()
    plays(bob.person)


def place(caller: Caller) -> str:
    return caller.page.url.rpartition("/c/")[2]
